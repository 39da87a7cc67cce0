package io.wavemesh.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * A check that may hang: it runs on another thread and is waited for a limited time; one that hangs is not begun again, so that
 * threads do not pile up. Down with the reason in one line.
 */
public final class TimedCheck implements HealthCheck {
    private static final Executor THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "health");
        thread.setDaemon(true);
        return thread;
    });

    private final String name;
    private final Runnable check;
    private final Duration limit;
    private CompletableFuture<Void> running;

    /**
     * A check.
     *
     * @param check tells a fault by an exception whose message is one line
     * @param limit longest wait for an answer
     */
    public TimedCheck(String name, Runnable check, Duration limit) {
        this.name = name;
        this.check = check;
        this.limit = limit;
    }

    @Override
    public HealthCheckResponse call() {
        return answer(name, fault());
    }

    /** Empty if the check passes in time, else one line that says why not. */
    Optional<String> fault() {
        try {
            begun().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of("no answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            return Optional.of(String.valueOf(e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private synchronized CompletableFuture<Void> begun() {
        if (running == null || running.isDone()) {
            running = CompletableFuture.runAsync(check, THREADS);
        }
        return running;
    }

    static HealthCheckResponse answer(String name, Optional<String> fault) {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named(name).status(fault.isEmpty());
        fault.ifPresent(reason -> answer.withData("reason", reason));
        return answer.build();
    }
}
