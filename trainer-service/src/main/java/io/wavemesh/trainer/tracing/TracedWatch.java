package io.wavemesh.trainer.tracing;

import io.opentelemetry.api.trace.Tracer;
import io.wavemesh.contracts.JobPhase;
import io.wavemesh.trainer.domain.TrainingWatch;
import java.time.Duration;
import java.util.Locale;

/** Gives each part of a training its span. The engine's thread calls it while the thread that closes it waits. */
final class TracedWatch implements TrainingWatch, AutoCloseable {
    private final TrainingWatch watch;
    private final WorkSpan training;
    private final Tracer tracer;
    private JobPhase phase;
    private WorkSpan part;
    private int firstStep;
    private int lastStep;
    private double loss;

    TracedWatch(TrainingWatch watch, WorkSpan training, Tracer tracer) {
        this.watch = watch;
        this.training = training;
        this.tracer = tracer;
    }

    @Override
    public synchronized void phase(JobPhase next) {
        watch.phase(next);
        if (next != phase) {
            endPart();
            phase = next;
            part = training.part(
                    tracer, next == JobPhase.TRAINING ? "steps" : next.name().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public void planned(int steps) {
        watch.planned(steps);
        training.set(WorkSpan.STEPS, steps);
    }

    @Override
    public synchronized void step(int step, double loss, Duration elapsed) {
        watch.step(step, loss, elapsed);
        if (firstStep == 0) {
            firstStep = step;
        }
        lastStep = step;
        this.loss = loss;
    }

    @Override
    public boolean isStopped() {
        return watch.isStopped();
    }

    @Override
    public synchronized void close() {
        endPart();
    }

    private void endPart() {
        if (part != null) {
            if (firstStep > 0) {
                part.set(WorkSpan.FIRST_STEP, firstStep);
                part.set(WorkSpan.STEPS, lastStep - firstStep + 1L);
                part.set(WorkSpan.LOSS, loss);
                firstStep = 0;
            }
            part.close();
            part = null;
        }
    }
}
