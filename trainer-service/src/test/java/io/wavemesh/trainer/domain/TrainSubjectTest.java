package io.wavemesh.trainer.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.Disposition;
import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobPhase;
import io.wavemesh.contracts.JobResult;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.PermanentException;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingOrder;
import io.wavemesh.contracts.TrainingSettings;
import io.wavemesh.contracts.store.StoreUnavailableException;
import io.wavemesh.trainer.Jobs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainSubjectTest {
    private final Mesh mesh = new Mesh();
    private final TrainingJob job = Jobs.simple("job");
    private final RunStop stop = new RunStop();

    @AfterEach
    void close() {
        mesh.close();
    }

    @Test
    void announcesBeforeItTellsOfSuccess() {
        JobOutcome outcome = mesh.useCase().run(job, 1, stop);

        assertThat(outcome).isEqualTo(new JobOutcome.Trained(Mesh.adapterOf(job)));
        assertThat(outcome.disposition()).isEqualTo(Disposition.DONE);
        assertThat(mesh.told).startsWith("RUNNING").endsWith("announced", "SUCCEEDED");
        assertThat(mesh.lastEvent().adapterId()).contains(Mesh.adapterOf(job));
        assertThat(mesh.lastEvent().step()).isEqualTo(2);
        assertThat(mesh.lastEvent().loss()).contains(0.25);
        assertThat(mesh.workplacesOpen).isZero();
    }

    @Test
    void onlyAnnouncesAgainWhatIsTrained() {
        mesh.useCase().run(job, 1, stop);

        JobOutcome outcome = mesh.useCase().run(job, 2, new RunStop());

        assertThat(outcome).isEqualTo(new JobOutcome.Trained(Mesh.adapterOf(job)));
        assertThat(mesh.trainings).isEqualTo(1);
        assertThat(mesh.told).endsWith("announced", "SUCCEEDED");
    }

    @Test
    void tellsEverySecondWhileTheTrainingIsSilent() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        mesh.training = (watch, number) -> {
            watch.phase(JobPhase.ENCODING);
            await(release);
            return mesh.learned();
        };
        Thread worker = new Thread(() -> mesh.useCase().run(job, 1, stop));
        worker.start();

        mesh.awaitEvents(4);
        release.countDown();
        worker.join();

        List<TrainingEvent> events = mesh.events();
        assertThat(events)
                .filteredOn(e -> e.phase().equals(Optional.of(JobPhase.ENCODING)))
                .hasSizeGreaterThan(1);
        for (int i = 1; i < events.size(); i++) {
            assertThat(events.get(i).isAfter(events.get(i - 1))).isTrue();
        }
    }

    @Test
    void failsWithTheTrainersReason() {
        Fault fault = new Fault(JobFaults.DIVERGED, "the loss is not finite");
        mesh.training = (watch, number) -> new TrainerResult.Refused(fault);

        JobOutcome outcome = mesh.useCase().run(job, 1, stop);

        assertThat(outcome).isEqualTo(new JobOutcome.Unusable(fault));
        assertThat(outcome.disposition()).isEqualTo(Disposition.DROP);
        assertThat(mesh.lastEvent().state()).isEqualTo(JobState.FAILED);
        assertThat(mesh.lastEvent().fault()).contains(fault);
    }

    @Test
    void failsForPicturesThatAreNotWhatTheJobSays() {
        mesh.fetchFault = new PermanentException("picture 1 is damaged");

        JobOutcome outcome = mesh.useCase().run(job, 1, stop);

        assertThat(outcome)
                .isEqualTo(new JobOutcome.Unusable(new Fault(JobFaults.PICTURE_SET_INVALID, "picture 1 is damaged")));
    }

    @Test
    void failsForABaseModelThatItLacks() {
        TrainingJob elsewhere = Jobs.job(
                "elsewhere",
                TrainingSettings.defaults(),
                Optional.of(new BaseModelId("other")),
                Jobs.simple("elsewhere").pictures());

        JobOutcome outcome = mesh.useCase().run(elsewhere, 1, stop);

        assertThat(outcome.reason()).startsWith("base-model-unknown: the job asks for other");
        assertThat(mesh.trainings).isZero();
    }

    @Test
    void handsBackWhatMayWorkLater() {
        mesh.fetchFault = new RetryableException("the store is away");

        JobOutcome outcome = mesh.useCase().run(job, 1, stop);

        assertThat(outcome).isEqualTo(new JobOutcome.Interrupted("the store is away"));
        assertThat(outcome.disposition()).isEqualTo(Disposition.RETRY);
        assertThat(mesh.lastEvent().state()).isEqualTo(JobState.QUEUED);
        assertThat(mesh.lastEvent().fault().get().type()).isEqualTo(JobFaults.INTERRUPTED);
    }

    @Test
    void tellsTheEndAfterTheLastInterruption() {
        mesh.fetchFault = new RetryableException("cannot write to /var/lib/store");
        TrainSubject useCase = mesh.useCase();
        useCase.run(job, 3, stop);
        TrainingEvent interrupted = mesh.lastEvent();

        useCase.giveUp(job, 3);

        assertThat(mesh.lastEvent().state()).isEqualTo(JobState.FAILED);
        assertThat(mesh.lastEvent().isAfter(interrupted)).isTrue();
        assertThat(mesh.lastEvent().fault().get().type()).isEqualTo(JobFaults.ATTEMPTS_EXHAUSTED);
    }

    @Test
    void tellsTheEndOfAJobThatNobodyFinished() {
        mesh.useCase().giveUp(job, 6);

        assertThat(mesh.lastEvent().state()).isEqualTo(JobState.FAILED);
        assertThat(mesh.lastEvent().attempt()).isEqualTo(6);
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

    @Test
    void writesNothingAfterTheLockIsLost() {
        mesh.training = (watch, number) -> {
            stop.request(RunStop.Reason.LOCK_LOST);
            return mesh.learned();
        };

        JobOutcome outcome = mesh.useCase().run(job, 1, stop);

        assertThat(outcome).isEqualTo(new JobOutcome.Interrupted("the lock was lost"));
        assertThat(mesh.told).containsOnly("RUNNING");
        assertThat(mesh.results).isEmpty();
    }

    @Test
    void handsBackOnShutdown() {
        mesh.training = (watch, number) -> {
            stop.request(RunStop.Reason.SHUTDOWN);
            return new TrainerResult.Stopped();
        };

        JobOutcome outcome = mesh.useCase().run(job, 1, stop);

        assertThat(outcome.disposition()).isEqualTo(Disposition.RETRY);
        assertThat(mesh.lastEvent().state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void triesAgainWhenSuccessCouldNotBeTold() {
        mesh.whenAnnounced = () -> {
            throw new RetryableException("the brokers are away");
        };

        assertThat(mesh.useCase().run(job, 1, stop).disposition()).isEqualTo(Disposition.RETRY);
        mesh.whenAnnounced = () -> {};

        assertThat(mesh.useCase().run(job, 2, new RunStop())).isEqualTo(new JobOutcome.Trained(Mesh.adapterOf(job)));
        assertThat(mesh.trainings).isEqualTo(1);
    }

    @Test
    void passesUnexpectedExceptionsOn() {
        mesh.training = (watch, number) -> {
            throw new IllegalStateException("a bug");
        };
        TrainSubject useCase = mesh.useCase();

        assertThatThrownBy(() -> useCase.run(job, 1, stop)).hasMessage("a bug");
        assertThat(mesh.lastEvent().state()).isEqualTo(JobState.QUEUED);
        assertThat(mesh.workplacesOpen).isZero();
    }

    @Test
    void tellsClientsNothingOfHostsFoldersAndClasses() {
        List<RuntimeException> faults = List.of(
                new StoreUnavailableException("cannot read the object store at /var/lib/store", null),
                new RetryableException("cannot connect to kafka-0.internal:9092"),
                new IllegalStateException("java.io.IOException in /opt/trainer"));
        for (RuntimeException fault : faults) {
            mesh.fetchFault = fault;
            try {
                mesh.useCase().run(job, 1, new RunStop());
            } catch (IllegalStateException e) {
                assertThat(e).isSameAs(fault);
            }
            assertThat(mesh.lastEvent().fault().get().detail()).doesNotContain("/", ":", "java", "internal");
        }
        mesh.fetchFault = null;
        mesh.training = (watch, number) -> {
            throw new PermanentException("cannot parse /opt/trainer/adapter");
        };

        mesh.useCase().run(job, 1, new RunStop());

        assertThat(mesh.lastEvent().fault().get().type()).isEqualTo(JobFaults.FAILED);
        assertThat(mesh.lastEvent().fault().get().detail()).doesNotContain("/");
    }

    @Test
    void refusesAJobUnderTheNameOfAnotherSubjectsJob() {
        mesh.useCase().run(job, 1, stop);
        TrainingJob other = Jobs.job(
                "other",
                TrainingSettings.defaults(),
                Optional.empty(),
                Jobs.simple("other").pictures());
        TrainingJob thief = new TrainingJob(
                1,
                job.jobId(),
                other.subjectId(),
                Optional.empty(),
                Optional.empty(),
                "dog",
                "zjw",
                Optional.empty(),
                other.pictures(),
                TrainingSettings.defaults(),
                Jobs.CREATED);

        JobOutcome outcome = mesh.useCase().run(thief, 1, new RunStop());

        assertThat(outcome.disposition()).isEqualTo(Disposition.DROP);
        assertThat(mesh.lastEvent().adapterId()).isEmpty();
        assertThat(mesh.told).containsOnlyOnce("announced");
    }

    @Test
    void countsHowAttemptsEnd() {
        mesh.useCase().run(job, 1, stop);
        mesh.fetchFault = new RetryableException("away");
        mesh.useCase().run(Jobs.simple("other"), 1, new RunStop());

        assertThat(mesh.counted).containsExactly(TrainerMeters.Outcome.SUCCEEDED, TrainerMeters.Outcome.RETRIED);
        assertThat(mesh.steps).containsOnly(Duration.ofMillis(500));
    }

    private TrainingOrder order() {
        return TrainingOrder.of(job, new ObjectRef(ObjectKeys.jobDescription(job.subjectId()), "0".repeat(64), 1));
    }

    private JobControl control(JobControl.Action action) {
        return new JobControl(1, new JobId("job"), action, Jobs.CREATED);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
