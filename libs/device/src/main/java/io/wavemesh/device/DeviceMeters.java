package io.wavemesh.device;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** A GPU's meters. What the driver cannot tell is not a number. */
public final class DeviceMeters implements MeterBinder {
    /** Gauge: memory in use by all processes, in bytes. Worth an alert near the total. */
    public static final String MEMORY_USED = "waveft.device.memory.used";
    /** Gauge: memory that the device has, in bytes. */
    public static final String MEMORY_TOTAL = "waveft.device.memory.total";
    /** Gauge: share of time in which a kernel ran, 0 to 1. */
    public static final String UTILIZATION = "waveft.device.utilization";
    /** Gauge: memory errors that were not corrected since the driver was loaded. Any growth is worth an alert. */
    public static final String ECC_UNCORRECTED = "waveft.device.ecc.uncorrected";
    /**
     * Counter, tag {@code code}: the driver's error messages (Xid) since the service started. Those after which the device is not
     * usable are there from the start, others once they are seen.
     */
    public static final String XIDS = "waveft.device.xids";
    /** Number of an error in the driver's catalogue, of which there are less than two hundred. */
    public static final String CODE = "code";

    private static final double PERCENT = 100;

    private final DeviceWatch watch;
    private final Set<Long> counted = ConcurrentHashMap.newKeySet();

    /** Meters of the watched GPU, for one registry. */
    public DeviceMeters(DeviceWatch watch) {
        this.watch = watch;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        DeviceHealth.fatalXids().forEach(code -> counter(registry, code));
        gauge(registry, MEMORY_USED, "bytes", "Memory in use", each -> orNaN(each.usedBytes()));
        gauge(registry, MEMORY_TOTAL, "bytes", "Memory of the device", each -> orNaN(each.totalBytes()));
        gauge(
                registry,
                UTILIZATION,
                null,
                "Share of time in which a kernel ran",
                each -> each.utilizationPercent().isPresent()
                        ? each.utilizationPercent().getAsInt() / PERCENT
                        : Double.NaN);
        gauge(registry, ECC_UNCORRECTED, null, "Uncorrected memory errors", each -> orNaN(each.uncorrectedEccErrors()));
    }

    private void gauge(
            MeterRegistry registry, String name, String unit, String text, ToDoubleFunction<DeviceReading> value) {
        Gauge.builder(name, () -> value.applyAsDouble(read(registry)))
                .baseUnit(unit)
                .description(text)
                .register(registry);
    }

    private DeviceReading read(MeterRegistry registry) {
        DeviceReading now = watch.recent();
        now.xids().forEach(code -> counter(registry, code));
        return now;
    }

    private void counter(MeterRegistry registry, long code) {
        if (counted.add(code)) {
            FunctionCounter.builder(
                            XIDS, watch, each -> each.recent().xidCounts().getOrDefault(code, 0L))
                    .tag(CODE, Long.toString(code))
                    .description("Error messages of the driver")
                    .register(registry);
        }
    }

    private static double orNaN(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : Double.NaN;
    }
}
