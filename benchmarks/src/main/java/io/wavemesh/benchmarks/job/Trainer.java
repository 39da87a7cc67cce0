package io.wavemesh.benchmarks.job;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.pictures.PictureLimits;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.trainer.domain.BaseModel;
import io.wavemesh.trainer.domain.EraseJob;
import io.wavemesh.trainer.domain.JobControls;
import io.wavemesh.trainer.domain.JobOutcome;
import io.wavemesh.trainer.domain.JobReports;
import io.wavemesh.trainer.domain.RunStop;
import io.wavemesh.trainer.domain.TrainSubject;
import io.wavemesh.trainer.domain.TrainerMeters;
import io.wavemesh.trainer.storage.ObjectAdapterStore;
import io.wavemesh.trainer.storage.ObjectPictureSource;
import io.wavemesh.trainer.training.DjlSubjectTrainer;
import io.wavemesh.training.TrainingEngine;
import io.wavemesh.training.TrainingEngineOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The trainer's use case with its usual settings. Closing it closes engine and model folder. */
final class Trainer implements AutoCloseable {
    private static final PictureLimits PICTURE = new PictureLimits(32L << 20, 50_000_000, 1);
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration EVENTS = Duration.ofMillis(500);

    private final TrainingEngine engine;
    private final ScheduledExecutorService reporting = executor();
    private final Mailbox mailbox;
    private final PhaseTimes times;
    private final TrainSubject useCase;

    Trainer(ModelFolder folder, TrainingEngineOptions options, ObjectStore store, Path work, Mailbox mailbox) {
        this.mailbox = mailbox;
        this.engine = TrainingEngine.open(folder, options);
        BaseModel base = new BaseModel(new BaseModelId("base"), folder.contentHash());
        this.times = new PhaseTimes(new DjlSubjectTrainer(engine, base, PICTURE, CHECKPOINT_INTERVAL));
        ObjectAdapterStore adapters = new ObjectAdapterStore(store, Clock.systemUTC());
        this.useCase = new TrainSubject(
                times,
                new ObjectPictureSource(store, work, PICTURE.maxBytes()),
                adapters,
                new JobReports(mailbox, reporting, EVENTS, Clock.systemUTC()),
                new JobControls(),
                new EraseJob(adapters, mailbox, reporting, EVENTS),
                new Silent());
    }

    /** Counts nothing. */
    private static final class Silent implements TrainerMeters {
        @Override
        public void step(Duration elapsed) {
            // The phases have it.
        }

        @Override
        public void job(Outcome outcome) {
            // The result has it.
        }
    }

    TrainingEngine engine() {
        return engine;
    }

    PhaseTimes times() {
        return times;
    }

    /** Trains, stores and announces. */
    AdapterAnnouncement run(TrainingJob job) {
        JobOutcome outcome = useCase.run(job, 1, new RunStop());
        if (!(outcome instanceof JobOutcome.Trained)) {
            throw new IllegalStateException("the job ended with: " + outcome.reason());
        }
        return mailbox.adapter();
    }

    private static ScheduledExecutorService executor() {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "job-report");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void close() {
        reporting.shutdownNow();
        times.close();
    }
}
