package io.wavemesh.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells work that it must stop; the first reason counts. Safe for many threads. */
public final class StopSignal {
    private final List<Consumer<StopReason>> listeners = new ArrayList<>();
    private StopReason reason;

    StopSignal() {}

    /** Why to stop, empty as long as the work may go on. */
    public synchronized Optional<StopReason> reason() {
        return Optional.ofNullable(reason);
    }

    /** Calls the listener once when the work must stop, at once if it must already; from another thread. */
    public void onStop(Consumer<StopReason> listener) {
        StopReason now;
        synchronized (this) {
            now = reason;
            if (now == null) {
                listeners.add(listener);
            }
        }
        if (now != null) {
            listener.accept(now);
        }
    }

    void request(StopReason why) {
        List<Consumer<StopReason>> told;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
            told = List.copyOf(listeners);
            notifyAll();
        }
        told.forEach(listener -> listener.accept(why));
    }

    /** Waits, but not longer than until the work must stop. */
    synchronized void await(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); reason == null && left > 0; left = end - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
    }
}
