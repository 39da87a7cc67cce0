package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.inference.metrics.InferenceMetrics;
import io.wavemesh.inference.metrics.MicrometerGenerationMeters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GenerationDeskTest {
    private final GenerationQueue queue = new GenerationQueue(1, 0, 4);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    @Test
    void queuesAJobAndRefusesOneTooMany() {
        GenerationDesk desk = desk(Duration.ofMinutes(1));

        GenerationJob job = accepted(desk);
        Submission second = desk.submit(Jobs.settings(2, 3), Delivery.INLINE, Jobs.ANYBODY);

        assertThat(queue.waiting()).containsExactly(job);
        assertThat(second).isInstanceOf(Submission.Full.class);
        assertThat(count("refused")).isEqualTo(3);
    }

    @Test
    void freesThePlaceOfACancelledJobAtOnce() {
        GenerationDesk desk = desk(Duration.ofMinutes(1));

        accepted(desk).cancel();

        assertThat(queue.depth()).isZero();
        assertThat(count("canceled")).isEqualTo(1);
        assertThat(desk.submit(Jobs.settings(2, 1), Delivery.INLINE, Jobs.ANYBODY))
                .isInstanceOf(Submission.Accepted.class);
    }

    @Test
    void endsAJobThatTakesTooLong() throws Exception {
        GenerationJob job = accepted(desk(Duration.ofMillis(20)));

        JobState.Ended end = job.end().toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertThat(((JobState.Failed) end).kind()).isEqualTo(FailureKind.TIMED_OUT);
        timer.submit(() -> {}).get(10, TimeUnit.SECONDS); // the one thread of the timer has cleared up by then
        assertThat(queue.depth()).isZero();
    }

    @Test
    void refusesNewJobsAndEndsThoseInHandWhenTheServiceStops() {
        GenerationDesk desk = desk(Duration.ofMinutes(1));
        GenerationJob job = accepted(desk);

        desk.close();
        desk.abandon();

        assertThat(desk.submit(Jobs.settings(2, 1), Delivery.INLINE, Jobs.ANYBODY))
                .isInstanceOf(Submission.Stopping.class);
        assertThat(((JobState.Failed) job.state()).kind()).isEqualTo(FailureKind.SHUTTING_DOWN);
    }

    private GenerationDesk desk(Duration limit) {
        return new GenerationDesk(
                queue,
                limit,
                timer,
                new MicrometerGenerationMeters(meters, queue, new AdapterRegistry(), new AdapterCache(0)),
                InstantSource.system());
    }

    private static GenerationJob accepted(GenerationDesk desk) {
        Submission outcome = desk.submit(Jobs.settings(1, 1), Delivery.INLINE, Jobs.ANYBODY);
        return ((Submission.Accepted) outcome).job();
    }

    private double count(String outcome) {
        return meters.get(InferenceMetrics.IMAGES)
                .tag(InferenceMetrics.OUTCOME, outcome)
                .counter()
                .count();
    }
}
