package io.wavemesh.trainer.storage;

import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.store.ObjectConflictException;
import io.wavemesh.contracts.store.ObjectCorruptException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.trainer.domain.Checkpoints;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checkpoints of one job as objects named by their step and the SHA-256 of their content, so that the order of names is
 * that of steps. One that was altered is deleted: the one before it, or the job's begin, gives the same coefficients.
 */
final class ObjectCheckpoints implements Checkpoints {
    private static final System.Logger LOG = System.getLogger(ObjectCheckpoints.class.getName());
    private static final Pattern NAME = Pattern.compile(".*/(\\d{1,10})-([0-9a-f]{64})\\.safetensors");
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
        for (int i = keys.size() - 1; i >= 0; i--) {
            Optional<byte[]> content = whole(keys.get(i));
            if (content.isPresent()) {
                return content;
            }
        }
        return Optional.empty();
    }

    private Optional<byte[]> whole(String key) {
        try {
            Matcher name = NAME.matcher(key);
            Optional<byte[]> content = store.find(key, MAX_BYTES);
            if (content.isEmpty() || name.matches() && Sha256.of(content.get()).equals(name.group(2))) {
                return content;
            }
        } catch (ObjectCorruptException e) {
            // Found by the store itself.
        }
        LOG.log(System.Logger.Level.WARNING, "a checkpoint was altered and is not used, key={0}", key);
        store.delete(key);
        return Optional.empty();
    }

    @Override
    public int latestStep() {
        return store.list(prefix).stream()
                .mapToInt(ObjectCheckpoints::step)
                .max()
                .orElse(0);
    }

    private static int step(String key) {
        Matcher name = NAME.matcher(key);
        return name.matches() ? (int) Math.min(Integer.MAX_VALUE, Long.parseLong(name.group(1))) : 0;
    }

    @Override
    public void save(int step, byte[] content) {
        String key = String.format(Locale.ROOT, "%s%010d-%s.safetensors", prefix, step, Sha256.of(content));
        List<String> before = store.list(prefix);
        try {
            store.put(key, content);
        } catch (ObjectConflictException e) {
            // The name is of the content, so what is there was altered.
            store.delete(key);
            store.put(key, content);
        }
        before.stream().filter(old -> step(old) <= step && !old.equals(key)).forEach(store::delete);
    }
}
