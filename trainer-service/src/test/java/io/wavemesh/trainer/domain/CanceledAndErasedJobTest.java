package io.wavemesh.trainer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.Disposition;
import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobResult;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingOrder;
import io.wavemesh.trainer.Jobs;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs that are canceled or erased before, while and after they are worked on: one end, and nothing left of an erased one. */
class CanceledAndErasedJobTest {
    private final Mesh mesh = new Mesh();
    private final TrainingJob job = Jobs.simple("job");
    private final RunStop stop = new RunStop();

    @AfterEach
    void close() {
        mesh.close();
    }

    @Test
    void doesNotBeginWhatWasCanceled() {
        mesh.controls.apply(control(JobControl.Action.CANCEL));

        JobOutcome outcome = mesh.useCase().run(job, 1, stop);

        assertThat(outcome).isEqualTo(new JobOutcome.Ended(RunStop.Reason.CANCELED));
        assertThat(mesh.told).containsExactly("CANCELED");
        assertThat(mesh.trainings).isZero();
    }

    @Test
    void stopsARunningTrainingOnRequest() {
        mesh.training = (watch, number) -> {
            mesh.controls.apply(control(JobControl.Action.CANCEL));
            return watch.isStopped() ? new TrainerResult.Stopped() : mesh.learned();
        };

        JobOutcome outcome = mesh.useCase().run(job, 1, stop);

        assertThat(outcome.disposition()).isEqualTo(Disposition.DONE);
        assertThat(mesh.lastEvent().state()).isEqualTo(JobState.CANCELED);
    }

    @Test
    void aCanceledJobMakesNoAdapterWhoeverDecidedIt() {
        mesh.training = (watch, number) -> {
            mesh.results.put(job.jobId(), JobResult.canceled(job.jobId()));
            return mesh.learned();
        };

        JobOutcome outcome = mesh.useCase().run(job, 1, stop);

        assertThat(outcome).isEqualTo(new JobOutcome.Ended(RunStop.Reason.CANCELED));
        assertThat(mesh.told).doesNotContain("announced", "SUCCEEDED").endsWith("CANCELED");
    }

    @Test
    void aCancellationAfterTheResultComesTooLate() {
        mesh.useCase().run(job, 1, stop);
        mesh.controls.apply(control(JobControl.Action.CANCEL));

        JobOutcome outcome = mesh.useCase().run(job, 2, new RunStop());

        assertThat(outcome).isEqualTo(new JobOutcome.Trained(Mesh.adapterOf(job)));
        assertThat(mesh.told).doesNotContain("CANCELED").endsWith("announced", "SUCCEEDED");
    }

    @Test
    void keepsNoCheckpointOfAJobThatIsOver() {
        mesh.checkpoints.put(job.jobId(), 7);
        mesh.training = (watch, number) -> new TrainerResult.Refused(new Fault(JobFaults.DIVERGED, "no"));
        mesh.useCase().run(job, 1, stop);
        assertThat(mesh.checkpoints).isEmpty();

        mesh.checkpoints.put(job.jobId(), 7);
        mesh.useCase().giveUp(job, 6);
        assertThat(mesh.checkpoints).isEmpty();

        mesh.checkpoints.put(job.jobId(), 7);
        mesh.controls.apply(control(JobControl.Action.CANCEL));
        mesh.useCase().run(job, 1, new RunStop());
        assertThat(mesh.checkpoints).isEmpty();
    }

    @Test
    void aWorkerThatLostTheJobLeavesNoCheckpointBehindOneThatEndedIt() {
        mesh.training = (watch, number) -> {
            mesh.results.put(job.jobId(), JobResult.canceled(job.jobId()));
            mesh.checkpoints.put(job.jobId(), 7);
            stop.request(RunStop.Reason.LOCK_LOST);
            return new TrainerResult.Stopped();
        };

        JobOutcome outcome = mesh.useCase().run(job, 1, stop);

        assertThat(outcome).isEqualTo(new JobOutcome.Interrupted("the lock was lost"));
        assertThat(mesh.checkpoints).isEmpty();
        assertThat(mesh.told).containsOnly("RUNNING");
    }

    @Test
    void tellsHowFarAJobHasCome() {
        mesh.checkpoints.put(job.jobId(), 7);

        assertThat(mesh.useCase().progress(job)).isEqualTo(7);
        assertThat(mesh.useCase().progress(Jobs.simple("other"))).isZero();
    }

    @Test
    void aJobThatHasItsAdapterIsNeverToldAsFailed() {
        mesh.whenAnnounced = () -> {
            throw new RetryableException("the brokers are away");
        };
        mesh.useCase().run(job, 1, stop);
        assertThat(mesh.useCase().progress(job)).isEqualTo(Integer.MAX_VALUE);
        mesh.whenAnnounced = () -> {};

        mesh.useCase().giveUp(job, 6);

        assertThat(mesh.told).doesNotContain("FAILED").endsWith("announced", "SUCCEEDED");
    }

    @Test
    void leavesNoTraceOfAJobThatIsErasedWhileItIsAnnounced() {
        mesh.whenAnnounced = () -> mesh.controls.apply(control(JobControl.Action.ERASE));

        JobOutcome outcome = mesh.useCase().run(job, 1, stop);
        mesh.awaitBackground();

        assertThat(outcome).isEqualTo(new JobOutcome.Ended(RunStop.Reason.ERASED));
        assertThat(mesh.told).doesNotContain("SUCCEEDED").endsWith("announced", "withdrawn", "forgotten");
        assertThat(mesh.results).isEmpty();
    }

    @Test
    void withdrawsAnAdapterWhoseResultWasErasedBeforeItWasAnnounced() {
        mesh.whenAnnounced = () -> {
            mesh.results.clear();
            mesh.controls.apply(control(JobControl.Action.ERASE));
        };

        mesh.useCase().run(job, 1, stop);
        mesh.awaitBackground();

        assertThat(mesh.told).endsWith("announced", "withdrawn", "forgotten");
    }

    @Test
    void takesNothingBackOfAJobOfWhichNothingIsLeft() {
        mesh.eraser.eraseLeftovers(job.jobId(), Set.of(Mesh.adapterOf(job)));
        mesh.awaitBackground();
        assertThat(mesh.told).isEmpty();

        mesh.useCase().run(job, 1, stop);
        mesh.eraser.eraseLeftovers(job.jobId(), Set.of());
        mesh.awaitBackground();
        assertThat(mesh.told).endsWith("SUCCEEDED", "withdrawn", "forgotten");
    }

    @Test
    void erasesAJobThatWasCanceledTooLate() {
        mesh.whenAnnounced = () -> {
            mesh.controls.apply(control(JobControl.Action.CANCEL));
            mesh.controls.apply(control(JobControl.Action.ERASE));
        };

        JobOutcome outcome = mesh.useCase().run(job, 1, stop);
        mesh.awaitBackground();

        assertThat(outcome).isEqualTo(new JobOutcome.Ended(RunStop.Reason.ERASED));
        assertThat(mesh.told).doesNotContain("CANCELED").endsWith("announced", "withdrawn", "forgotten");
    }

    @Test
    void failsAJobThatNobodyCanDescribe() {
        JobOutcome outcome = mesh.useCase().gone(order(), 2, new JobGoneException("not there", null));

        assertThat(outcome.disposition()).isEqualTo(Disposition.DROP);
        assertThat(mesh.lastEvent().state()).isEqualTo(JobState.FAILED);
        assertThat(mesh.lastEvent().fault().get().type()).isEqualTo("job-gone");
        assertThat(mesh.lastEvent().subject().classNoun()).isEqualTo("unknown");
    }

    @Test
    void tellsNothingOfAJobWhoseDescriptionWasErased() {
        mesh.controls.apply(control(JobControl.Action.ERASE));

        JobOutcome outcome = mesh.useCase().gone(order(), 2, new JobGoneException("not there", null));
        mesh.awaitBackground();

        assertThat(outcome).isEqualTo(new JobOutcome.Ended(RunStop.Reason.ERASED));
        assertThat(mesh.told).containsExactly("forgotten");
    }

    private TrainingOrder order() {
        return TrainingOrder.of(job, new ObjectRef(ObjectKeys.jobDescription(job.subjectId()), "0".repeat(64), 1));
    }

    private JobControl control(JobControl.Action action) {
        return new JobControl(1, new JobId("job"), action, Jobs.CREATED);
    }
}
