package io.wavemesh.trainer.storage;

import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.store.ObjectConflictException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.trainer.domain.Checkpoints;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checkpoints of one job as objects named by their step, so that the order of names is that of steps. */
final class ObjectCheckpoints implements Checkpoints {
    private static final Pattern NAME = Pattern.compile(".*/(\\d{1,10})\\.safetensors");
    private static final long MAX_BYTES = Integer.MAX_VALUE - 16L;

    private final ObjectStore store;
    private final String prefix;

    ObjectCheckpoints(ObjectStore store, JobId job) {
        this.store = store;
        this.prefix = ObjectKeys.checkpoints(job);
    }

    @Override
    public Optional<byte[]> latest() {
        List<String> keys = store.list(prefix);
        return keys.isEmpty() ? Optional.empty() : store.find(keys.get(keys.size() - 1), MAX_BYTES);
    }

    @Override
    public int latestStep() {
        return store.list(prefix).stream()
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .mapToInt(name -> (int) Math.min(Integer.MAX_VALUE, Long.parseLong(name.group(1))))
                .max()
                .orElse(0);
    }

    @Override
    public void save(int step, byte[] content) {
        String key = String.format(Locale.ROOT, "%s%010d.safetensors", prefix, step);
        List<String> before = store.list(prefix);
        try {
            store.put(key, content);
        } catch (ObjectConflictException e) {
            // Of a worker on another machine: either serves.
            return;
        }
        before.stream().filter(old -> old.compareTo(key) < 0).forEach(store::delete);
    }
}
