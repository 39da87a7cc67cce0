package io.wavemesh.benchmarks.job;

import io.wavemesh.benchmarks.program.MemoryWatch;
import io.wavemesh.benchmarks.program.Results;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The rows of a job: its parts with their times, and the most memory in use until then. */
final class Phases {
    private final Results rows;
    private final MemoryWatch memory;

    Phases(Results rows, MemoryWatch memory) {
        this.rows = rows;
        this.memory = memory;
        memory.restart();
    }

    /** Does a part and adds its row. */
    <T> T timed(String phase, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        row(phase, (System.nanoTime() - start) * 1e-9, Map.of());
        return result;
    }

    /** Does a part and adds its row. */
    void timed(String phase, Runnable work) {
        timed(phase, () -> {
            work.run();
            return phase;
        });
    }

    /** Adds a row. */
    void row(String phase, double seconds, Map<String, ?> more) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("phase", phase);
        row.put("seconds", seconds);
        row.putAll(more);
        memory.peak().ifPresent(bytes -> row.put("device_bytes", bytes));
        rows.add(row);
        memory.restart();
    }
}
