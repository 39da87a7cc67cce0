package io.wavemesh.tests.harness;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions, with a deadline. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private Await() {}

    /** Returns when the condition holds; fails after two minutes. */
    public static void until(String what, Callable<Boolean> condition) {
        within(LIMIT, what, condition);
    }

    /** Returns the time it took until the condition held; fails after the limit. */
    public static Duration within(Duration limit, String what, Callable<Boolean> condition) {
        long start = System.nanoTime();
        try {
            while (!condition.call()) {
                if (System.nanoTime() - start > limit.toNanos()) {
                    throw new AssertionError("not within " + limit.toMillis() + " ms: " + what);
                }
                LockSupport.parkNanos(PAUSE);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("while waiting until " + what, e);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
