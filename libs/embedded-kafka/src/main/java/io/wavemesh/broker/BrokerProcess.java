package io.wavemesh.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A broker in a process of its own, so that it can be killed. Its output goes to {@code broker.log} beside its folder; it dies
 * with this process. One thread at a time.
 */
public final class BrokerProcess implements AutoCloseable {
    private final BrokerSettings settings;
    private Process process;

    /** A broker that is not yet started. */
    public BrokerProcess(BrokerSettings settings) {
        this.settings = settings;
    }

    /** Starts the process; returns at once, while the broker needs some seconds. */
    public BrokerProcess start() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("the broker runs already");
        }
        Path folder = settings.dataFolder().resolveSibling(settings.dataFolder().getFileName() + "-process");
        Path file = folder.resolve("broker.properties");
        try {
            Files.createDirectories(folder);
            BrokerFile.write(settings, file);
            process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:-UsePerfData",
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            EmbeddedKafkaMain.class.getName(),
                            file.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("broker.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a broker in " + folder, e);
        }
        return this;
    }

    /** Where clients connect. */
    public String bootstrapServers() {
        return "127.0.0.1:" + settings.port();
    }

    /** Whether the process runs. */
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Ends the process by SIGKILL and waits for its end; the data stay. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            boolean interrupted = false;
            while (process.isAlive()) {
                try {
                    process.waitFor();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** As {@link #kill}. */
    @Override
    public void close() {
        kill();
    }
}
