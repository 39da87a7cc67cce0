package io.wavemesh.trainer.training;

import io.wavemesh.contracts.JobPhase;
import io.wavemesh.trainer.domain.TrainingWatch;
import io.wavemesh.training.TrainingListener;
import io.wavemesh.training.TrainingPhase;
import io.wavemesh.training.TrainingStep;
import java.time.Duration;

/** Passes on what the engine tells. */
final class EngineWatch implements TrainingListener {
    private static final double NANOS = 1e9;

    private final TrainingWatch watch;

    EngineWatch(TrainingWatch watch) {
        this.watch = watch;
    }

    @Override
    public void onStep(TrainingStep step) {
        watch.step(step.step(), step.loss(), Duration.ofNanos((long) (step.seconds() * NANOS)));
    }

    @Override
    public void onPhase(TrainingPhase phase) {
        watch.phase(
                switch (phase) {
                    case TEXT, LATENTS -> JobPhase.ENCODING;
                    case STEPS -> JobPhase.TRAINING;
                });
    }

    @Override
    public boolean cancelled() {
        return watch.isStopped();
    }
}
