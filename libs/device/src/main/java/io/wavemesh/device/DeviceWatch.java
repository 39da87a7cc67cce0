package io.wavemesh.device;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A GPU as a service watches it: errors from before the service are not counted. A driver whose GPU is broken may take long to
 * answer; only one thread waits for it, the others get what was last known. Safe for several threads.
 */
public final class DeviceWatch implements AutoCloseable {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Supplier<DeviceReading> device;
    private final Runnable closer;
    private final long freshNanos;
    private final ReentrantLock reading = new ReentrantLock();
    private final DeviceReading first;
    private volatile DeviceReading last;
    private volatile long lastNanos;

    private DeviceWatch(Supplier<DeviceReading> device, Runnable closer, Duration fresh) {
        this.device = device;
        this.closer = closer;
        this.freshNanos = fresh.toNanos();
        this.first = device.get();
        this.last = first;
        this.lastNanos = System.nanoTime();
    }

    /** Watches a GPU by its readings, the first of which is taken at once. */
    public DeviceWatch(Supplier<DeviceReading> device) {
        this(device, FRESH);
    }

    DeviceWatch(Supplier<DeviceReading> device, Duration fresh) {
        this(device, () -> {}, fresh);
    }

    /**
     * Watches the GPU that a program names so.
     *
     * @return empty where there is nothing to watch: see {@link DeviceMonitor#of}
     */
    public static Optional<DeviceWatch> of(String device) {
        return DeviceMonitor.of(device).map(monitor -> new DeviceWatch(monitor::read, monitor::close, FRESH));
    }

    /** Reads anew and throws {@link DeviceUnusableException} if the GPU must not be given work. May hang with the driver. */
    public void requireUsable() {
        reading.lock();
        try {
            read();
        } finally {
            reading.unlock();
        }
        DeviceHealth health = health();
        if (!health.usable()) {
            throw new DeviceUnusableException(health.reason().orElse("the device is not usable"));
        }
    }

    /** What the last reading says. */
    public DeviceHealth health() {
        return DeviceHealth.of(first, last);
    }

    /** A reading of the last second, or the last one while the driver is asked. */
    DeviceReading recent() {
        if (System.nanoTime() - lastNanos > freshNanos && reading.tryLock()) {
            try {
                read();
            } finally {
                reading.unlock();
            }
        }
        return last;
    }

    private void read() {
        last = device.get();
        lastNanos = System.nanoTime();
    }

    @Override
    public void close() {
        closer.run();
    }
}
