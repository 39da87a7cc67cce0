package io.wavemesh.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobLifeTest {
    private static final Instant LATER = Instant.parse("2026-01-02T04:00:00Z");

    private JobLife.Queued queued;

    @BeforeEach
    void queue() throws IOException {
        TrainingJob job = MessageJson.decode(MessageSamplesTest.sample(MessageType.TRAINING_JOB), TrainingJob.class);
        queued = JobLife.queued(job, job.createdAt());
    }

    @Test
    void tellsTheWholeLifeInOrder() {
        JobLife.Running running = queued.start(1, LATER);
        JobLife.Running further =
                running.progress(new Progress(JobPhase.TRAINING, 3, 9, Optional.of(0.5), Optional.of(6.0)), LATER);
        JobLife.Succeeded done = further.succeed(new AdapterId("ad-1"), LATER);

        assertThat(running.event().isAfter(queued.event())).isTrue();
        assertThat(further.event().isAfter(running.event())).isTrue();
        assertThat(done.event().isAfter(further.event())).isTrue();
        assertThat(done.event().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(done.event().step()).isEqualTo(3);
        assertThat(done.event().adapterId()).contains(new AdapterId("ad-1"));
        assertThat(done.event().secondsLeft()).isEmpty();
    }

    @Test
    void tellsOfALaterAttemptAfterAnEarlierOne() {
        Fault fault = new Fault("training-interrupted", "the store is away");
        JobLife.Queued again = queued.start(1, LATER).interrupt(fault, LATER);
        JobLife.Running second = again.start(2, LATER);

        assertThat(again.event().fault()).contains(fault);
        assertThat(second.event().isAfter(again.event())).isTrue();
        assertThat(second.event().fault()).isEmpty();
    }

    @Test
    void whatIsDecidedIsNewerThanWhatALoserTellsLater() {
        TrainingEvent canceled = queued.cancel(LATER).event();
        TrainingEvent running = queued.start(2, LATER).event();
        TrainingEvent failed = queued.start(1, LATER)
                .fail(new Fault("training-failed", "no"), LATER)
                .event();
        TrainingEvent succeeded =
                queued.start(1, LATER).succeed(new AdapterId("ad-1"), LATER).event();

        assertThat(running.isAfter(canceled)).isFalse();
        assertThat(canceled.isAfter(running)).isTrue();
        assertThat(running.isAfter(succeeded)).isFalse();
        assertThat(succeeded.isAfter(running)).isTrue();
        // a replay goes on after a failure
        assertThat(running.isAfter(failed)).isTrue();
    }

    @Test
    void readsEveryStateBack() {
        JobLife.Running running = queued.start(1, LATER);
        Fault fault = new Fault("training-failed", "no");

        assertThat(JobLife.of(queued.event())).isEqualTo(queued);
        assertThat(JobLife.of(running.event())).isEqualTo(running);
        assertThat(JobLife.of(running.fail(fault, LATER).event())).isInstanceOf(JobLife.Failed.class);
        assertThat(JobLife.of(running.cancel(LATER).event())).isInstanceOf(JobLife.Canceled.class);
        assertThat(JobLife.of(queued.cancel(LATER).event())).isInstanceOf(JobLife.Canceled.class);
    }

    @Test
    void everyEventNamesTheOwnerOfTheJob() {
        JobLife.Running running = queued.start(1, LATER);
        Fault fault = new Fault("training-failed", "no");
        Progress progress = new Progress(JobPhase.TRAINING, 3, 9, Optional.empty(), Optional.empty());

        assertThat(List.of(
                        queued,
                        running,
                        running.progress(progress, LATER),
                        running.interrupt(fault, LATER),
                        running.fail(fault, LATER),
                        running.cancel(LATER),
                        running.succeed(new AdapterId("ad-1"), LATER),
                        queued.cancel(LATER)))
                .extracting(life -> life.event().owner())
                .containsOnly(Optional.of(new ClientId("acme")));
    }

    @Test
    void refusesAnEventThatContradictsItself() {
        TrainingEvent e = queued.event();

        assertThatThrownBy(() -> new TrainingEvent(
                        1,
                        e.jobId(),
                        e.subjectId(),
                        e.owner(),
                        1,
                        1,
                        JobState.FAILED,
                        e.phase(),
                        0,
                        0,
                        e.loss(),
                        e.secondsLeft(),
                        e.adapterId(),
                        Optional.empty(),
                        e.subject(),
                        e.createdAt(),
                        LATER))
                .hasMessage("fault is missing in state FAILED");
    }

    @Test
    void keepsAFaultOnOneLine() {
        assertThat(new Fault("training-failed", "first\nsecond\r\n" + "x".repeat(2000)).detail())
                .startsWith("first second")
                .hasSize(1000);
    }
}
