package io.wavemesh.waveft;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Values by key, bounded by their bytes, the least recently used forgotten first. A value larger than the bound is
 * handed out but not kept. A value is computed outside the lock: two threads may compute the same one, and both get the
 * one that was there first. Safe for several threads.
 */
final class BoundedCache<K, V> {
    private final long maxBytes;
    private final ToLongFunction<V> size;
    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    BoundedCache(long maxBytes, ToLongFunction<V> size) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes must not be negative, was " + maxBytes);
        }
        this.maxBytes = maxBytes;
        this.size = size;
    }

    V get(K key, Supplier<V> compute) {
        synchronized (values) {
            V known = values.get(key);
            if (known != null) {
                return known;
            }
        }
        V computed = compute.get();
        synchronized (values) {
            V earlier = values.get(key);
            if (earlier != null) {
                return earlier;
            }
            keep(key, computed);
            return computed;
        }
    }

    long bytes() {
        synchronized (values) {
            return bytes;
        }
    }

    private void keep(K key, V value) {
        long valueBytes = size.applyAsLong(value);
        if (valueBytes > maxBytes) {
            return;
        }
        Iterator<V> eldest = values.values().iterator();
        while (bytes + valueBytes > maxBytes) {
            bytes -= size.applyAsLong(eldest.next());
            eldest.remove();
        }
        values.put(key, value);
        bytes += valueBytes;
    }
}
