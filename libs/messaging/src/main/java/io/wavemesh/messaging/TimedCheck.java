package io.wavemesh.messaging;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a check that may hang on another thread and waits a limited time; one that hangs is not begun again. */
public final class TimedCheck {
    private final Runnable check;
    private final Executor executor;
    private CompletableFuture<Void> running;

    /** A check that tells a fault by an exception whose message is one line. */
    public TimedCheck(Runnable check, Executor executor) {
        this.check = check;
        this.executor = executor;
    }

    /** Empty if the check passes in time, else one line that says why not. */
    public Optional<String> fault(Duration limit) {
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
            running = CompletableFuture.runAsync(check, executor);
        }
        return running;
    }
}
