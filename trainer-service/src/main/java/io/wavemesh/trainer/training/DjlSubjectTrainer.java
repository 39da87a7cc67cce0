package io.wavemesh.trainer.training;

import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.pictures.Picture;
import io.wavemesh.pictures.PictureLimits;
import io.wavemesh.trainer.domain.BaseModel;
import io.wavemesh.trainer.domain.Checkpoints;
import io.wavemesh.trainer.domain.JobFaults;
import io.wavemesh.trainer.domain.SubjectTrainer;
import io.wavemesh.trainer.domain.TrainerResult;
import io.wavemesh.trainer.domain.TrainingWatch;
import io.wavemesh.trainer.domain.Workplace;
import io.wavemesh.training.CheckpointSink;
import io.wavemesh.training.TrainingEngine;
import io.wavemesh.training.TrainingOutcome;
import io.wavemesh.training.TrainingPlan;
import io.wavemesh.training.TrainingStart;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains by DJL's PyTorch engine. The base model is loaded once and stays. */
public final class DjlSubjectTrainer implements SubjectTrainer {
    private static final Logger LOG = LoggerFactory.getLogger(DjlSubjectTrainer.class);

    private final TrainingEngine engine;
    private final BaseModel base;
    private final PictureLimits limits;
    private final Duration checkpointInterval;

    /**
     * A trainer with an engine, which is closed with it, model folder included.
     *
     * @param checkpointInterval time of work between two checkpoints; 0 keeps none
     */
    public DjlSubjectTrainer(TrainingEngine engine, BaseModel base, PictureLimits limits, Duration checkpointInterval) {
        this.engine = engine;
        this.base = base;
        this.limits = limits;
        this.checkpointInterval = checkpointInterval;
    }

    @Override
    public BaseModel baseModel() {
        return base;
    }

    @Override
    public TrainerResult train(TrainingJob job, Workplace workplace, Checkpoints checkpoints, TrainingWatch watch) {
        long begin = System.nanoTime();
        try {
            List<Picture> pictures = JobPictures.read(workplace.pictures(), limits);
            TrainingPlan plan = TrainingPlan.resolve(JobSettings.of(job), engine.model());
            watch.planned(plan.steps());
            TrainingOutcome outcome = train(plan, pictures, new CheckpointFiles(checkpoints, workplace), watch);
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
            return result(outcome, plan, workplace, elapsed);
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage()).replace(workplace.output() + "/", "");
            return new TrainerResult.Refused(new Fault(JobFaults.SETTINGS_INVALID, reason));
        } catch (OutOfMemoryError e) {
            LOG.error("too little memory for a job, jobId={}", job.jobId(), e);
            return new TrainerResult.Refused(
                    new Fault(JobFaults.MEMORY_EXHAUSTED, "the worker has too little memory for this training"));
        }
    }

    private TrainingOutcome train(
            TrainingPlan plan, List<Picture> pictures, CheckpointFiles files, TrainingWatch watch) {
        CheckpointSink sink = checkpointInterval.isZero()
                ? CheckpointSink.NONE
                : CheckpointSink.every(checkpointInterval, files::save);
        TrainingStart start = files.start();
        EngineWatch listener = new EngineWatch(watch);
        try {
            return engine.train(plan, pictures, start, sink, listener);
        } catch (IllegalArgumentException e) {
            if (start == TrainingStart.SCRATCH) {
                throw e;
            }
            LOG.warn("checkpoint does not serve, training begins from scratch, cause={}", e.getMessage());
            return engine.train(plan, pictures, TrainingStart.SCRATCH, sink, listener);
        }
    }

    private TrainerResult result(TrainingOutcome outcome, TrainingPlan plan, Workplace workplace, Duration elapsed) {
        if (outcome instanceof TrainingOutcome.Trained trained) {
            return new TrainerResult.Learned(
                    AdapterOutput.write(trained.result(), plan, workplace, elapsed, engine.libraryVersion()));
        }
        return unfinished(outcome);
    }

    static TrainerResult unfinished(TrainingOutcome outcome) {
        if (outcome instanceof TrainingOutcome.Diverged diverged) {
            return new TrainerResult.Refused(new Fault(JobFaults.DIVERGED, diverged.reason()));
        }
        if (outcome instanceof TrainingOutcome.OutOfMemory tooLarge) {
            return new TrainerResult.Refused(new Fault(JobFaults.MEMORY_EXHAUSTED, tooLarge.reason()));
        }
        return new TrainerResult.Stopped();
    }

    @Override
    public void close() {
        engine.close();
        engine.model().close();
    }
}
