package io.wavemesh.benchmarks.training;

import io.wavemesh.benchmarks.program.Measurement;
import io.wavemesh.training.TrainingListener;
import io.wavemesh.training.TrainingStep;
import java.util.ArrayList;
import java.util.List;

/** Collects the times and losses of a training's steps, without those of the warm-up. */
final class StepTimes implements TrainingListener {
    private final int warmUp;
    private final List<Double> seconds = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();

    StepTimes(int warmUp) {
        this.warmUp = warmUp;
    }

    @Override
    public void onStep(TrainingStep step) {
        losses.add(step.loss());
        if (step.step() > warmUp) {
            seconds.add(step.seconds());
        }
    }

    /** Times of the steps after the warm-up. */
    Measurement measurement() {
        return Measurement.of(seconds);
    }

    /** The mean loss of some of the first steps, in all. */
    double first(int steps) {
        return mean(losses.subList(0, Math.min(steps, losses.size())));
    }

    /** The mean loss of some of the last steps. */
    double last(int steps) {
        return mean(losses.subList(Math.max(0, losses.size() - steps), losses.size()));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
