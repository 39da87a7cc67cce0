package io.wavemesh.training;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntFunction;

/** One training on the network: its state, its steps, its times. */
final class TrainingRun {

    private static final long PURPOSE = 2;
    private static final double NANOS = 1e9;

    private final TrainableUNet unet;
    private final TrainingPlan plan;
    private final int steps;
    private final TrainingListener listener;
    private final AdapterVector vector;
    private final Map<TrainingPhase, Duration> durations = new EnumMap<>(TrainingPhase.class);
    private TrainingPhase phase;
    private long phaseBegan;
    private int done;

    TrainingRun(TrainableUNet unet, TrainingPlan plan, int steps, TrainingListener listener) {
        this.unet = unet;
        this.plan = plan;
        this.steps = steps;
        this.listener = listener;
        this.vector = AdapterVector.of(plan.adapter(), unet.linears());
    }

    /** The seed of everything random in a step, counted from 0. */
    static long seed(TrainingPlan plan, int step) {
        return SeededRandom.derived(plan.seed(), PURPOSE, step);
    }

    void begin(TrainingStart start, String job) {
        OptimizerState state = state(start, job);
        if (state.coefficients().length != vector.layout().size() || state.steps() > steps) {
            throw new IllegalArgumentException("the checkpoint does not fit the plan");
        }
        done = state.steps();
        unet.begin(vector.layout(), state);
    }

    private OptimizerState state(TrainingStart start, String job) {
        if (start instanceof TrainingStart.FromAdapter from) {
            from.adapter().requireFits(AdapterVector.shapes(unet.linears()));
            return OptimizerState.startingFrom(vector.of(from.adapter()));
        }
        if (start instanceof TrainingStart.FromCheckpoint from) {
            if (!from.checkpoint().job().equals(job)) {
                throw new IllegalArgumentException(
                        "the checkpoint belongs to a training with other settings, pictures or base model");
            }
            return from.checkpoint().state();
        }
        return OptimizerState.startingFrom(vector.initial(plan.seed()));
    }

    int stepsDone() {
        return done;
    }

    boolean cancelled() {
        return listener.cancelled();
    }

    void phase(TrainingPhase next) {
        endPhase();
        phase = next;
        phaseBegan = System.nanoTime();
        listener.onPhase(next);
    }

    private void endPhase() {
        if (phase != null) {
            durations.put(phase, Duration.ofNanos(System.nanoTime() - phaseBegan));
        }
    }

    TrainingOutcome steps(IntFunction<StepResult> step, CheckpointSink checkpoints, String job) {
        double loss = Double.NaN;
        while (done < steps) {
            if (cancelled()) {
                return new TrainingOutcome.Cancelled(done);
            }
            long began = System.nanoTime();
            StepResult result = step.apply(done);
            if (!result.isFinite()) {
                return new TrainingOutcome.Diverged(done + 1, result.loss(), result.gradNorm());
            }
            done++;
            loss = result.loss();
            listener.onStep(new TrainingStep(
                    done,
                    steps,
                    loss,
                    result.gradNorm(),
                    plan.optimizer().learningRate(),
                    (System.nanoTime() - began) / NANOS));
            if (done % checkpoints.interval() == 0 && done < steps) {
                checkpoints.save(new Checkpoint(job, unet.saved(done)));
            }
        }
        float[] numbers = unet.saved(done).coefficients();
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                return new TrainingOutcome.Diverged(done, loss, Double.NaN);
            }
        }
        endPhase();
        return new TrainingOutcome.Trained(new TrainingResult(vector.adapter(numbers), done, loss, durations));
    }
}
