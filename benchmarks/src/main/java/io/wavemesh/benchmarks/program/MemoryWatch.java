package io.wavemesh.benchmarks.program;

import io.wavemesh.device.DeviceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Follows used memory, sampled every few milliseconds: the device's, all processes together; or, on the processor, what is
 * resident of this process.
 */
public final class MemoryWatch implements AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long PERIOD_MILLIS = 10;
    private static final long UNKNOWN = -1;

    private final LongSupplier used;
    private final AutoCloseable source;
    private final AtomicLong peak = new AtomicLong(UNKNOWN);
    private final ScheduledExecutorService sampler;

    private MemoryWatch(LongSupplier used, AutoCloseable source) {
        this.used = used;
        this.source = source;
        this.sampler = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "memory-watch");
            thread.setDaemon(true);
            return thread;
        });
        sampler.scheduleAtFixedRate(this::sample, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Begins to follow. */
    public static MemoryWatch of(Device device) {
        if (device.isCpu()) {
            return new MemoryWatch(() -> resident().orElse(UNKNOWN), () -> {});
        }
        return DeviceMonitor.of(device.name())
                .map(monitor -> new MemoryWatch(() -> monitor.read().usedBytes().orElse(UNKNOWN), monitor))
                .orElseGet(() -> new MemoryWatch(() -> UNKNOWN, () -> {}));
    }

    /** Bytes of this process that are in memory; empty where the system does not tell. */
    public static OptionalLong resident() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private void sample() {
        peak.accumulateAndGet(used.getAsLong(), Math::max);
    }

    /** Bytes used now; empty where nobody tells. */
    public OptionalLong now() {
        return known(used.getAsLong());
    }

    /** Begins a new peak. */
    public void restart() {
        peak.set(used.getAsLong());
    }

    /** The most bytes used since the last restart; empty where nobody tells. */
    public OptionalLong peak() {
        sample();
        return known(peak.get());
    }

    private static OptionalLong known(long bytes) {
        return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    @Override
    public void close() {
        sampler.shutdownNow();
        try {
            source.close();
        } catch (Exception e) {
            throw new IllegalStateException("the memory's source cannot be closed", e);
        }
    }
}
