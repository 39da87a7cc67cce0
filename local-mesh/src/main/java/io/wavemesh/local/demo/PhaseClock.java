package io.wavemesh.local.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Measures phases that follow each other without a gap. One thread at a time. */
final class PhaseClock {
    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private final long begin;
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long last;

    /** Begins now. */
    PhaseClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
        this.last = begin;
    }

    /** Ends a phase now; the next begins. */
    void end(String phase) {
        long now = nanoTime.getAsLong();
        seconds.merge(phase, (now - last) / NANOS, Double::sum);
        last = now;
    }

    /** Length of each phase in order, and {@code total} up to the end of the last one. */
    Map<String, Double> seconds() {
        Map<String, Double> all = new LinkedHashMap<>(seconds);
        all.put("total", (last - begin) / NANOS);
        return all;
    }
}
