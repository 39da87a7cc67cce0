package io.wavemesh.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class TimedCheckTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void tellsNothingOfACheckThatPasses() {
        assertThat(new TimedCheck("store", () -> {}, LONG).call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @Test
    void tellsThatACheckFailsAndKeepsTheReasonInTheLog() {
        Runnable failing = () -> {
            throw new IllegalStateException("cannot write to /var/lib/store");
        };

        HealthCheckResponse answer = new TimedCheck("store", failing, LONG).call();

        assertThat(answer.getName()).isEqualTo("store");
        assertThat(answer.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(answer.getData().orElseThrow())
                .containsEntry("reason", "it can not be used; the service's log says why");
    }

    @Test
    void aCheckThatHangsIsNotBegunAgain() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        TimedCheck check = new TimedCheck(
                "store",
                () -> {
                    begun.incrementAndGet();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                Duration.ofMillis(20));

        assertThat(check.fault()).contains("no answer within 20 ms");
        assertThat(check.fault()).contains("no answer within 20 ms");
        assertThat(begun).hasValue(1);
        release.countDown();

        assertThat(Stream.generate(check::fault).limit(500)).anyMatch(Optional::isEmpty);
    }
}
