package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobLife;
import io.wavemesh.contracts.JobPhase;
import io.wavemesh.contracts.JobResult;
import io.wavemesh.contracts.PermanentException;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Does one attempt at a job: pictures, training, store, announcement, and every event about it. Doing a job twice
 * changes nothing: a job that has a result is only announced again. One job at a time.
 */
public final class TrainSubject {
    private static final System.Logger LOG = System.getLogger(TrainSubject.class.getName());

    private final SubjectTrainer trainer;
    private final PictureSource pictures;
    private final AdapterStore adapters;
    private final JobReports reports;
    private final JobControls controls;
    private final EraseJob eraser;
    private final TrainerMeters meters;
    private Attempt last;

    private record Attempt(JobId job, int number, JobReport report) {}

    /** Puts the use case together. */
    public TrainSubject(
            SubjectTrainer trainer,
            PictureSource pictures,
            AdapterStore adapters,
            JobReports reports,
            JobControls controls,
            EraseJob eraser,
            TrainerMeters meters) {
        this.trainer = trainer;
        this.pictures = pictures;
        this.adapters = adapters;
        this.reports = reports;
        this.controls = controls;
        this.eraser = eraser;
        this.meters = meters;
    }

    /**
     * Works on a job until it is done or must stop. Throws {@link RetryableException} if its end couldn't be told: then
     * the job must be handed back.
     *
     * @param attempt which delivery this is, from 1
     */
    public JobOutcome run(TrainingJob job, int attempt, RunStop stop) {
        controls.enter(job.jobId(), stop);
        try (JobReport report = reports.begin(job, attempt, stop)) {
            last = new Attempt(job.jobId(), attempt, report);
            JobOutcome outcome = attempt(job, report, stop);
            meters.job(outcome.counted());
            return outcome;
        } finally {
            controls.leave();
        }
    }

    /**
     * Steps that the next worker need not do, all of them if there is a result; throws {@link RetryableException} while
     * that can't be found out.
     */
    public int progress(TrainingJob job) {
        return adapters.find(job.jobId()).isPresent()
                ? Integer.MAX_VALUE
                : adapters.checkpoints(job).latestStep();
    }

    /** Tells that a job is given up after its last attempt; one that has a result is told as what it is. */
    public void giveUp(TrainingJob job, int attempt) {
        forgetCheckpoints(job.jobId());
        Optional<JobResult> done = adapters.find(job.jobId());
        if (done.isPresent()) {
            RunStop never = new RunStop();
            try (JobReport report = reports.begin(job, attempt, never)) {
                decided(job, done.get(), report, never);
            }
            return;
        }
        Fault fault = JobFaults.exhausted(attempt);
        if (last != null && last.job.equals(job.jobId()) && last.number == attempt) {
            last.report.failed(fault);
        } else if (!controls.isErased(job.jobId())) {
            try (JobReport report = reports.begin(job, attempt, new RunStop())) {
                report.failed(fault);
            }
        }
        meters.job(TrainerMeters.Outcome.FAILED);
    }

    /** Ends a job that nobody can describe any more: its subject was erased, or the store has lost it. */
    public JobOutcome gone(TrainingOrder order, int attempt, JobGoneException reason) {
        JobOutcome outcome;
        if (controls.isErased(order.jobId())) {
            eraser.erase(order.jobId(), Set.of());
            outcome = new JobOutcome.Ended(RunStop.Reason.ERASED);
        } else {
            Fault fault = new Fault(JobFaults.JOB_GONE, reason.getMessage());
            try (JobReport report =
                    reports.begin(JobLife.queued(order, reports.clock().instant()), attempt, new RunStop())) {
                report.failed(fault);
            }
            outcome = new JobOutcome.Unusable(fault);
        }
        meters.job(outcome.counted());
        return outcome;
    }

    private JobOutcome attempt(TrainingJob job, JobReport report, RunStop stop) {
        try {
            if (stop.isRequested()) {
                return stopped(job, report, stop);
            }
            report.start();
            Optional<JobResult> done = adapters.find(job.jobId());
            return done.isEmpty() ? train(job, report, stop) : decided(job, done.get(), report, stop);
        } catch (RetryableException e) {
            return interrupted(report, stop, JobFaults.interrupted(e), e.getMessage());
        } catch (PermanentException e) {
            if (controls.isErased(job.jobId())) {
                return stopped(job, report, stop);
            }
            LOG.log(System.Logger.Level.ERROR, "job cannot be finished, jobId=" + job.jobId(), e);
            return refused(job, report, stop, JobFaults.failed());
        } catch (RuntimeException e) {
            report.interrupted(JobFaults.interrupted(e));
            throw e;
        }
    }

    private JobOutcome train(TrainingJob job, JobReport report, RunStop stop) {
        BaseModel base = trainer.baseModel();
        if (job.baseModel().isPresent() && !job.baseModel().get().equals(base.id())) {
            return refused(
                    job,
                    report,
                    stop,
                    new Fault(
                            JobFaults.BASE_MODEL_UNKNOWN,
                            "the job asks for " + job.baseModel().get() + ", this trainer has " + base.id()));
        }
        try (Workplace workplace = fetch(job)) {
            TrainerResult result = trainer.train(job, workplace, adapters.checkpoints(job), measured(report));
            return result.accept(new TrainerResult.Cases<JobOutcome>() {
                @Override
                public JobOutcome learned(TrainedAdapter adapter) {
                    return store(job, base, adapter, report, stop);
                }

                @Override
                public JobOutcome refused(Fault fault) {
                    return TrainSubject.this.refused(job, report, stop, fault);
                }

                @Override
                public JobOutcome stopped() {
                    return TrainSubject.this.stopped(job, report, stop);
                }
            });
        } catch (UnusablePicturesException e) {
            return refused(job, report, stop, new Fault(JobFaults.PICTURE_SET_INVALID, e.getMessage()));
        }
    }

    private Workplace fetch(TrainingJob job) {
        try {
            return pictures.fetch(job);
        } catch (PermanentException e) {
            throw new UnusablePicturesException(e.getMessage(), e);
        }
    }

    private JobOutcome store(TrainingJob job, BaseModel base, TrainedAdapter adapter, JobReport report, RunStop stop) {
        if (stop.isRequested()) {
            return stopped(job, report, stop);
        }
        report.phase(JobPhase.STORING);
        return decided(job, adapters.store(job, base, adapter), report, stop);
    }

    private JobOutcome decided(TrainingJob job, JobResult result, JobReport report, RunStop stop) {
        forgetCheckpoints(job.jobId());
        if (result.isCanceled()) {
            report.canceled();
            return new JobOutcome.Ended(RunStop.Reason.CANCELED);
        }
        AdapterAnnouncement adapter = result.adapter().orElseThrow();
        return adapter.subjectId().equals(job.subjectId())
                ? announce(job, adapter, report, stop)
                : refused(job, report, stop, JobFaults.foreign());
    }

    private JobOutcome announce(TrainingJob job, AdapterAnnouncement adapter, JobReport report, RunStop stop) {
        // From here on a cancellation comes too late: the adapter is the job's result. Erasure never does.
        if (stop.reason().filter(r -> r != RunStop.Reason.CANCELED).isPresent()) {
            return stopped(job, report, stop);
        }
        reports.publisher().announce(adapter);
        if (controls.isErased(job.jobId())) {
            report.close();
            eraser.erase(job.jobId(), Set.of(adapter.adapterId()));
            return new JobOutcome.Ended(RunStop.Reason.ERASED);
        }
        report.succeeded(adapter.adapterId());
        return new JobOutcome.Trained(adapter.adapterId());
    }

    private JobOutcome stopped(TrainingJob job, JobReport report, RunStop stop) {
        RunStop.Reason reason = controls.isErased(job.jobId())
                ? RunStop.Reason.ERASED
                : stop.reason().orElse(RunStop.Reason.SHUTDOWN);
        report.close();
        return switch (reason) {
            case CANCELED -> decided(job, adapters.cancel(job.jobId()), report, stop);
            case ERASED -> {
                eraser.erase(job.jobId(), Set.of());
                yield new JobOutcome.Ended(reason);
            }
            case SHUTDOWN -> interrupted(report, stop, JobFaults.shutDown(), "the trainer shut down");
            case LOCK_LOST -> lockLost(job);
        };
    }

    /** Whoever has the job now may have ended it before this worker's last checkpoint. */
    private JobOutcome lockLost(TrainingJob job) {
        try {
            if (adapters.find(job.jobId()).isPresent()) {
                forgetCheckpoints(job.jobId());
            }
        } catch (RetryableException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the store is away, jobId={0}, cause={1}",
                    job.jobId(),
                    e.getMessage());
        }
        return new JobOutcome.Interrupted("the lock was lost");
    }

    /** One that stays costs space, not the job. */
    private void forgetCheckpoints(JobId job) {
        try {
            adapters.forgetCheckpoints(job);
        } catch (RetryableException e) {
            LOG.log(System.Logger.Level.WARNING, "checkpoints stay, jobId={0}, cause={1}", job, e.getMessage());
        }
    }

    private JobOutcome refused(TrainingJob job, JobReport report, RunStop stop, Fault fault) {
        if (stop.reason().equals(Optional.of(RunStop.Reason.LOCK_LOST))) {
            return lockLost(job);
        }
        forgetCheckpoints(job.jobId());
        report.failed(fault);
        return new JobOutcome.Unusable(fault);
    }

    private static JobOutcome interrupted(JobReport report, RunStop stop, Fault told, String cause) {
        if (!stop.reason().equals(Optional.of(RunStop.Reason.LOCK_LOST))) {
            report.interrupted(told);
        }
        return new JobOutcome.Interrupted(cause);
    }

    private TrainingWatch measured(JobReport report) {
        return new TrainingWatch() {
            @Override
            public void phase(JobPhase phase) {
                report.phase(phase);
            }

            @Override
            public void planned(int steps) {
                report.planned(steps);
            }

            @Override
            public void step(int step, double loss, Duration elapsed) {
                meters.step(elapsed);
                report.step(step, loss, elapsed);
            }

            @Override
            public boolean isStopped() {
                return report.isStopped();
            }
        };
    }
}
