package io.wavemesh.device;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
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
    /** Gauge: different error codes (Xid) that the driver reported since the service started. */
    public static final String XIDS = "waveft.device.xids";

    private static final double PERCENT = 100;

    private final DeviceMonitor monitor;

    /** Meters of the monitor's GPU. */
    public DeviceMeters(DeviceMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
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
        gauge(registry, XIDS, null, "Error codes of the driver", each -> each.xids()
                .size());
    }

    private void gauge(
            MeterRegistry registry, String name, String unit, String text, ToDoubleFunction<DeviceReading> value) {
        Gauge.builder(name, monitor, each -> value.applyAsDouble(each.read()))
                .baseUnit(unit)
                .description(text)
                .strongReference(true)
                .register(registry);
    }

    private static double orNaN(java.util.OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : Double.NaN;
    }
}
