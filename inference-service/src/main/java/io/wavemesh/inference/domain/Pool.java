package io.wavemesh.inference.domain;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One object for all that are equal; begins anew when it holds too many. Safe for several threads. */
final class Pool<T> {
    private final int most;
    private final Map<T, T> held = new ConcurrentHashMap<>();

    /** Holds at most about so many. */
    Pool(int most) {
        this.most = most;
    }

    /** The value, or an equal one that came earlier. */
    T pooled(T value) {
        T known = held.get(value);
        if (known != null) {
            return known;
        }
        if (held.size() >= most) {
            held.clear();
        }
        T other = held.putIfAbsent(value, value);
        return other == null ? value : other;
    }
}
