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
 * threads do not pile up. Down with a reason in one line, which names neither hosts nor folders: why a part can't be
 * reached stands in the log, once.
 */
public final class TimedCheck implements HealthCheck {
    private static final Executor THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "health");
        thread.setDaemon(true);
        return thread;
    });

    private static final System.Logger LOG = System.getLogger(TimedCheck.class.getName());

    private final String name;
    private final Runnable check;
    private final Duration limit;
    private final boolean open;
    private String logged;
    private CompletableFuture<Void> running;

    /**
     * A check.
     *
     * @param check tells a fault by an exception whose message is one line
     * @param limit longest wait for an answer
     */
    public TimedCheck(String name, Runnable check, Duration limit) {
        this(name, check, limit, false);
    }

    /** {@code open}: the check's messages may be told to whoever asks. */
    TimedCheck(String name, Runnable check, Duration limit, boolean open) {
        this.open = open;
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
            log(null);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of("no answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            String reason = String.valueOf(e.getCause().getMessage());
            log(reason);
            return Optional.of(open ? reason : "it can not be used; the service's log says why");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private synchronized void log(String reason) {
        if (reason != null && !reason.equals(logged)) {
            LOG.log(System.Logger.Level.WARNING, "health check fails, check={0}, cause={1}", name, reason);
        }
        logged = reason;
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
