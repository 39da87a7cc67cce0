package io.wavemesh.ingest.domain;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for the erasures that clients wait for: a few, with few waiting, none when idle, and none after the end. */
public final class SweepThreads implements Executor, AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final ThreadPoolExecutor threads;

    /**
     * No thread yet.
     *
     * @param parallel most erasures at once
     * @param waiting most that wait for their turn
     */
    public SweepThreads(int parallel, int waiting) {
        threads = new ThreadPoolExecutor(
                parallel,
                parallel,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(waiting),
                work -> new Thread(work, "erase"));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Throws {@link RejectedExecutionException} where no place is free, and after the end. */
    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    /** Interrupts what is at work and forgets what waits; both are ordered, so another replica, or the next start, does them. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether every thread has ended, for good. */
    boolean isOver() {
        return threads.isTerminated();
    }
}
