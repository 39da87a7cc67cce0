package io.wavemesh.benchmarks.program;

import io.wavemesh.device.DeviceMonitor;
import io.wavemesh.device.DeviceReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where figures come from.
 *
 * @param device name of the GPU, or of the processor where no GPU is used
 * @param driver version of the GPU's driver; empty without a GPU
 * @param processor its name
 * @param cores that this JVM sees
 */
public record Machine(String device, String driver, String processor, int cores) {
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    /** This machine, with the device of a program. */
    public static Machine of(Device device) {
        String processor = processorName();
        Optional<DeviceReading> gpu = reading(device);
        return new Machine(
                gpu.map(DeviceReading::name).orElse(device.isCpu() ? processor : device.name()),
                gpu.map(DeviceReading::driverVersion).orElse(""),
                processor,
                Runtime.getRuntime().availableProcessors());
    }

    private static Optional<DeviceReading> reading(Device device) {
        Optional<DeviceMonitor> opened = DeviceMonitor.of(device.name());
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (DeviceMonitor monitor = opened.get()) {
            return Optional.of(monitor.read());
        }
    }

    private static String processorName() {
        try {
            return Files.readAllLines(PROCESSOR).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    /** The device's name for a folder: small letters, digits and hyphens. */
    public String slug() {
        String slug = device.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return slug.replaceAll("^-|-$", "");
    }

    /** For the file of figures. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("device", device);
        if (!driver.isEmpty()) {
            fields.put("driver", driver);
        }
        fields.put("processor", processor);
        fields.put("cores", cores);
        return fields;
    }
}
