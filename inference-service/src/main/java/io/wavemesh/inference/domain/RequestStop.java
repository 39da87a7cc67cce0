package io.wavemesh.inference.domain;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells the work on a request that it must stop, since another replica goes on with it. Safe for several threads. */
public final class RequestStop {
    private final CompletableFuture<Void> requested = new CompletableFuture<>();

    /** Stops the work. */
    public void request() {
        requested.complete(null);
    }

    boolean isRequested() {
        return requested.isDone();
    }

    /** Runs the action once when the work must stop, at once if it must already. */
    void then(Runnable action) {
        requested.thenRun(action);
    }

    /** Waits; false if the work must stop. */
    boolean pause(Duration time) {
        try {
            requested.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a stop has no cause to fail", e);
        }
    }
}
