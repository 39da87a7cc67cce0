package io.wavemesh.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service that runs as a process of its own. Ended by {@link #close}, and when the test's JVM ends. */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(120);
    private static final Duration END_LIMIT = Duration.ofSeconds(60);
    private static final Duration PROBE = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PROBE).build();
    private final String name;
    private final Process process;
    private final URI address;
    private final Path log;

    private ServiceProcess(String name, Process process, URI address, Path log) {
        this.name = name;
        this.process = process;
        this.address = address;
        this.log = log;
    }

    /** Starts a command that will listen at the address; both outputs go to the log file. Does not wait. */
    static ServiceProcess start(String name, List<String> command, URI address, Path log) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("OPT_OUT_TRACKING", "true");
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        try {
            ServiceProcess started = new ServiceProcess(name, builder.start(), address, log);
            Runtime.getRuntime().addShutdownHook(new Thread(started::kill));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** What the log file is called, without its ending. */
    public String name() {
        return name;
    }

    /** Where it listens. */
    public URI address() {
        return address;
    }

    /** Process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process runs (a paused one does). */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL; returns when the process is gone. Does nothing to one that has ended. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGSTOP: every thread stands still, connections stay. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /** SIGTERM, without waiting. */
    public void terminate() {
        process.destroy();
    }

    /** Waits for the end, at most a minute; the exit code. */
    public int awaitEnd() {
        try {
            if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + name + " was to end", e);
        }
    }

    /** Whether the service says that it is ready; false also while it does not answer. */
    public boolean isReady() {
        HttpRequest probe = HttpRequest.newBuilder(address.resolve("/q/health/ready"))
                .timeout(PROBE)
                .build();
        try {
            return http.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + name + " was to get ready", e);
        }
    }

    /** Returns once it is ready; fails with its log if it ends before, or takes longer than two minutes. */
    public ServiceProcess awaitReady() {
        Await.within(READY_LIMIT, name + " is ready", () -> {
            if (!isAlive()) {
                throw new AssertionError(name + " has ended:\n" + logText());
            }
            return isReady();
        });
        return this;
    }

    /** The log file. */
    public Path log() {
        return log;
    }

    /** All that it has written so far. */
    public String logText() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time used so far. */
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** SIGTERM (a paused one is resumed first), and SIGKILL if it does not end. */
    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            resume();
            try {
                if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    private void signal(String signal) {
        try {
            int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0 && isAlive()) {
                throw new AssertionError("kill -" + signal + " of " + name + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
