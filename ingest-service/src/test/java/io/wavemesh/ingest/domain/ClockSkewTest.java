package io.wavemesh.ingest.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.JobLife;
import io.wavemesh.contracts.JobPhase;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.Progress;
import io.wavemesh.contracts.TrainingEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Services whose clocks are hours apart. */
class ClockSkewTest {
    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09Z");
    private static final InstantSource INGEST = InstantSource.fixed(NOW);
    private static final InstantSource BEHIND = InstantSource.fixed(NOW.minus(Duration.ofHours(7)));
    private static final InstantSource AHEAD = InstantSource.fixed(NOW.plus(Duration.ofHours(9)));

    @Test
    void statesAreInOrderWhateverTheClocksSay() {
        List<TrainingEvent> told = life();

        for (int seed = 0; seed < 200; seed++) {
            List<TrainingEvent> shuffled = new ArrayList<>(told);
            Collections.shuffle(shuffled, new Random(seed));
            SubjectStatuses statuses = new SubjectStatuses(10);
            shuffled.forEach(statuses::apply);

            assertThat(statuses.find(told.get(0).subjectId()))
                    .contains(told.get(told.size() - 1))
                    .get()
                    .extracting(TrainingEvent::state)
                    .isEqualTo(JobState.SUCCEEDED);
        }
    }

    @Test
    void anErasureIsSettledAfterItsTimeWhateverTheClockDoes() {
        AtomicLong nanoTime = new AtomicLong();
        JumpingClock clock = new JumpingClock();
        RecordingPublisher publisher = new RecordingPublisher();
        SubjectStatuses statuses = new SubjectStatuses(10);
        Erasures erasures = new Erasures(
                new EraseTraces(new InMemorySubjectStore(), publisher, clock.asClock()),
                statuses,
                new Erasures.Times(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                nanoTime::get);
        TrainingEvent event = life().get(0);
        erasures.order(new Erasure(event.subjectId(), event.jobId(), Set.of()));
        erasures.sweep(event.jobId());

        clock.jump(Duration.ofDays(2));
        erasures.work();
        assertThat(publisher.sent).doesNotContain("audit ERASURE_DONE");
        clock.jump(Duration.ofDays(-20));
        nanoTime.addAndGet(Duration.ofMinutes(10).toNanos());
        erasures.work();

        assertThat(publisher.sent).endsWith("audit ERASURE_DONE");
    }

    /** Queued here, begun by a trainer whose clock is ahead, handed back, ended by one whose clock is behind. */
    private static List<TrainingEvent> life() {
        JobLife.Queued queued = JobLife.queued(EventMother.job(1), INGEST.instant());
        JobLife.Running first =
                queued.start(1, AHEAD.instant()).progress(Progress.of(JobPhase.TRAINING), AHEAD.instant());
        JobLife.Queued again = first.interrupt(new Fault("training-interrupted", "shut down"), AHEAD.instant());
        JobLife.Running second =
                queued.start(2, BEHIND.instant()).progress(Progress.of(JobPhase.TRAINING), BEHIND.instant());
        JobLife.Succeeded end = second.succeed(new AdapterId("ada-1"), BEHIND.instant());
        return List.of(queued.event(), first.event(), again.event(), second.event(), end.event());
    }

    private static final class JumpingClock {
        private Instant now = NOW;

        void jump(Duration by) {
            now = now.plus(by);
        }

        Clock asClock() {
            return new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            };
        }
    }
}
