package io.wavemesh.trainer.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.Disposition;
import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.JobPhase;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.PermanentException;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingSettings;
import io.wavemesh.contracts.store.StoreUnavailableException;
import io.wavemesh.trainer.Jobs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
