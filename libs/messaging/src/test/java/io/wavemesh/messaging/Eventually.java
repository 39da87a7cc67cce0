package io.wavemesh.messaging;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** Waits on conditions with a deadline. */
final class Eventually {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private Eventually() {}

    static void eventually(String what, ThrowingSupplier<Boolean> condition) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        try {
            while (!condition.get()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("not within " + DEADLINE + ": " + what);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (Throwable e) {
            throw e instanceof Error error ? error : new AssertionError(what, e);
        }
    }
}
