package io.wavemesh.local.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One child process with its own log file. One thread at a time; stopped by {@link #close}. */
final class MeshProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String name;
    private final Path log;
    private final Process process;

    private MeshProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a main class under the {@link Guard}.
     *
     * @param name what messages call it; the log is {@code NAME.log}
     * @param jvmOptions options of the JVM
     * @param classPath in the form of {@code java -cp}
     * @param mainAndArguments main class and its arguments
     * @param folder for the log file and as working directory
     */
    static MeshProcess start(
            String name, List<String> jvmOptions, String classPath, List<String> mainAndArguments, Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, Guard.class.getName()));
        command.addAll(mainAndArguments);
        Path log = folder.resolve(name + ".log");
        try {
            Files.createDirectories(folder);
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new MeshProcess(name, log, process);
        } catch (IOException cause) {
            throw new MeshException("cannot start " + name + ": " + cause.getMessage(), cause);
        }
    }

    /** Throws {@link MeshException} if the process has ended. */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new MeshException(name + " ended with code " + process.exitValue() + ", see " + log);
        }
    }

    /** Waits, and throws {@link MeshException} as soon as the process has ended. */
    void requireAliveFor(Duration time) throws InterruptedException {
        if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            requireAlive();
        }
    }

    /** Completed when the process has ended. */
    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    long pid() {
        return process.pid();
    }

    /** Asks the process to end, without waiting. */
    void requestStop() {
        process.destroy();
    }

    /** Asks the process to end, waits, and kills it if it does not. */
    @Override
    public void close() {
        requestStop();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
