package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Prepared adapters, bounded by their bytes; the least recently used go first. Keys carry the files' hashes, so that
 * other content under a known id is another entry. Safe for several threads.
 */
public final class AdapterCache {
    private record Key(AdapterId adapter, String configSha256, String weightsSha256) {
        static Key of(AdapterAnnouncement adapter) {
            return new Key(
                    adapter.adapterId(),
                    adapter.config().sha256(),
                    adapter.weights().sha256());
        }
    }

    private final long maxBytes;
    private final Map<Key, PreparedAdapter> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** An empty cache that holds at most so many bytes. */
    public AdapterCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The values of an adapter; empty if they are not held. */
    public synchronized Optional<PreparedAdapter> find(AdapterAnnouncement adapter) {
        return Optional.ofNullable(entries.get(Key.of(adapter)));
    }

    /** Holds an adapter's values and lets go of others as needed; values larger than the whole cache are not held. */
    public synchronized void put(AdapterAnnouncement adapter, PreparedAdapter prepared) {
        Key key = Key.of(adapter);
        drop(entries.remove(key));
        if (prepared.byteCount() > maxBytes) {
            return;
        }
        entries.put(key, prepared);
        bytes += prepared.byteCount();
        Iterator<PreparedAdapter> oldest = entries.values().iterator();
        while (bytes > maxBytes) {
            PreparedAdapter victim = oldest.next();
            oldest.remove();
            drop(victim);
        }
    }

    /** Lets go of everything that is held of an adapter. */
    public synchronized void evict(AdapterId adapter) {
        for (Iterator<Map.Entry<Key, PreparedAdapter>> all = entries.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Key, PreparedAdapter> entry = all.next();
            if (entry.getKey().adapter().equals(adapter)) {
                all.remove();
                drop(entry.getValue());
            }
        }
    }

    /** Bytes held. */
    public synchronized long byteCount() {
        return bytes;
    }

    /** Adapters held. */
    public synchronized int size() {
        return entries.size();
    }

    private void drop(PreparedAdapter gone) {
        if (gone != null) {
            bytes -= gone.byteCount();
        }
    }
}
