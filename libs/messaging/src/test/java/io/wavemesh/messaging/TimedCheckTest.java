package io.wavemesh.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedCheckTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void tellsNothingOfACheckThatPasses() {
        assertThat(new TimedCheck(() -> {}, threads).fault(LONG)).isEmpty();
    }

    @Test
    void tellsWhyACheckFails() {
        Runnable failing = () -> {
            throw new IllegalStateException("the store is away");
        };

        assertThat(new TimedCheck(failing, threads).fault(LONG)).contains("the store is away");
    }

    @Test
    void aCheckThatHangsIsNotBegunAgain() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        TimedCheck check = new TimedCheck(
                () -> {
                    begun.incrementAndGet();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                threads);

        assertThat(check.fault(Duration.ofMillis(1))).contains("no answer within 1 ms");
        assertThat(check.fault(Duration.ofMillis(1))).contains("no answer within 1 ms");
        release.countDown();

        assertThat(check.fault(LONG)).isEmpty();
        assertThat(begun).hasValue(1);
    }
}
