package io.wavemesh.k8s;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.device.DeviceMeters;
import io.wavemesh.device.DeviceReading;
import io.wavemesh.device.DeviceWatch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The series of a GPU as Prometheus sees them. */
final class ScrapedDevice {
    private ScrapedDevice() {}

    static List<String> names() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        DeviceReading gone = new DeviceReading(
                "none",
                "none",
                "none",
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                new TreeMap<>(),
                Optional.empty());
        new DeviceMeters(new DeviceWatch(() -> gone)).bindTo(registry);
        return registry.getMeters().stream().map(ScrapedDevice::name).distinct().toList();
    }

    private static String name(Meter meter) {
        String base = meter.getId().getName().replace('.', '_');
        String unit = meter.getId().getBaseUnit();
        return base
                + (unit == null ? "" : "_" + unit)
                + (meter.getId().getType() == Meter.Type.COUNTER ? "_total" : "");
    }
}
