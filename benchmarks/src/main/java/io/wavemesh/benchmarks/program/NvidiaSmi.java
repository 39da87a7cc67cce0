package io.wavemesh.benchmarks.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The driver's command: a device's fields once, or its used memory all the time. */
final class NvidiaSmi implements LongSupplier, AutoCloseable {
    private static final String PROGRAM = "nvidia-smi";
    private static final String PERIOD_MILLIS = "20";

    private final Process process;
    private volatile long usedBytes;

    private NvidiaSmi(Process process) {
        this.process = process;
    }

    private static ProcessBuilder command(Device device, String fields, String... more) {
        ProcessBuilder builder = new ProcessBuilder(
                PROGRAM, "--id=" + device.index(), "--query-gpu=" + fields, "--format=csv,noheader,nounits");
        builder.command().addAll(List.of(more));
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /** The fields of a device; empty where the command is not there. */
    static Optional<List<String>> query(Device device, String fields) {
        try {
            Process once = command(device, fields).start();
            try (BufferedReader lines = once.inputReader(StandardCharsets.UTF_8)) {
                String line = lines.readLine();
                return line == null
                        ? Optional.empty()
                        : Optional.of(Arrays.stream(line.split(","))
                                .map(String::strip)
                                .toList());
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Follows a device's used memory until it is closed; empty where the command is not there. */
    static Optional<NvidiaSmi> follow(Device device) {
        try {
            NvidiaSmi follower = new NvidiaSmi(
                    command(device, "memory.used", "--loop-ms=" + PERIOD_MILLIS).start());
            BufferedReader lines = follower.process.inputReader(StandardCharsets.UTF_8);
            if (!follower.take(lines.readLine())) {
                follower.close();
                return Optional.empty();
            }
            Thread reader = new Thread(() -> follower.read(lines), "device-memory");
            reader.setDaemon(true);
            reader.start();
            return Optional.of(follower);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void read(BufferedReader lines) {
        try {
            while (take(lines.readLine())) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            process.destroy(); // closed
        }
    }

    private boolean take(String line) {
        if (line == null || !line.strip().matches("\\d+")) {
            return false;
        }
        usedBytes = Long.parseLong(line.strip()) << 20;
        return true;
    }

    @Override
    public long getAsLong() {
        return usedBytes;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
