package io.wavemesh.training;

import ai.djl.engine.EngineException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/** One training on the network: its state, its steps, its times. */
final class TrainingRun {

    private static final long PURPOSE = 2;
    private static final double NANOS = 1e9;
    private static final Logger LOG = System.getLogger(TrainingRun.class.getName());

    private final TrainableUNet unet;
    private final TrainingPlan plan;
    private final int steps;
    private final TrainingEngineOptions options;
    private final TrainingListener listener;
    private final AdapterVector vector;
    private final Map<TrainingPhase, Duration> durations = new EnumMap<>(TrainingPhase.class);
    private TrainingPhase phase;
    private long phaseBegan;
    private int done;
    private double loss = Double.NaN;
    private long windowBegan;
    private StepSettings settings;

    TrainingRun(
            TrainableUNet unet,
            TrainingPlan plan,
            int steps,
            TrainingEngineOptions options,
            TrainingListener listener) {
        this.unet = unet;
        this.plan = plan;
        this.steps = steps;
        this.options = options;
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
        unet.memory().begin();
        unet.begin(vector.layout(), state);
        unet.rates(AdamWRates.of(plan.optimizer(), steps));
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

    /**
     * Does the steps that are left. They are started one after the other without waiting for the device; every so many, and
     * before a checkpoint, what they gave is read and told.
     *
     * <p>A step for which memory does not suffice is tried again with less.
     *
     * @param first the settings that are in place
     * @param batch puts the batch of the step of the number, from 0, in place
     */
    TrainingOutcome steps(StepSettings first, IntConsumer batch, CheckpointSink checkpoints, String job) {
        settings = first;
        unet.memory().watch();
        try (StepRunner runner = StepRunner.of(unet, options, steps - done)) {
            return steps(batch, runner, checkpoints, job);
        }
    }

    private TrainingOutcome steps(IntConsumer batch, StepRunner runner, CheckpointSink checkpoints, String job) {
        int started = done;
        windowBegan = System.nanoTime();
        while (started < steps) {
            boolean cancelled = cancelled();
            if (!cancelled) {
                Optional<TrainingOutcome> end = start(started, batch, runner);
                if (end.isPresent()) {
                    return end.get();
                }
                started++;
            }
            boolean keep = !cancelled && checkpoints.due(started) && started < steps;
            boolean look = cancelled || keep || started == steps;
            if (look || started - done >= options.tuning().readEvery()) {
                Optional<TrainingOutcome> end = read(started);
                if (end.isPresent()) {
                    return end.get();
                }
            }
            if (cancelled) {
                return new TrainingOutcome.Cancelled(done);
            }
            if (keep) {
                checkpoints.save(new Checkpoint(job, unet.saved(done)));
                windowBegan = System.nanoTime();
            }
        }
        return finished();
    }

    private Optional<TrainingOutcome> start(int step, IntConsumer batch, StepRunner runner) {
        try {
            batch.accept(step);
            runner.step();
            return Optional.empty();
        } catch (EngineException e) {
            if (!DeviceMemory.exhausted(e)) {
                throw e;
            }
            return startWithLess(step, batch, runner, e);
        }
    }

    private Optional<TrainingOutcome> startWithLess(
            int step, IntConsumer batch, StepRunner runner, EngineException failure) {
        Optional<TrainingOutcome> end = read(step);
        if (end.isPresent()) {
            return end;
        }
        if (settings.smallest()) {
            return Optional.of(TrainingOutcome.OutOfMemory.after(done, failure));
        }
        settings = settings.smaller();
        LOG.log(Level.WARNING, "memory does not suffice at step {0}, going on with {1}", step + 1, settings.toString());
        if (unet.recover() > step) {
            return Optional.empty();
        }
        unet.settings(settings);
        unet.memory().free();
        unet.memory().watch();
        return start(step, batch, runner);
    }

    /** Tells of the steps that were started; the outcome if one of them was the last. */
    private Optional<TrainingOutcome> read(int started) {
        List<StepResult> results = unet.results(done, started);
        double seconds = (System.nanoTime() - windowBegan) / NANOS / Math.max(1, results.size());
        for (StepResult result : results) {
            if (!result.isFinite()) {
                return Optional.of(new TrainingOutcome.Diverged(done + 1, result.loss(), result.gradNorm()));
            }
            done++;
            loss = result.loss();
            double rate = plan.optimizer().learningRate();
            listener.onStep(new TrainingStep(done, steps, loss, result.gradNorm(), rate, seconds));
        }
        windowBegan = System.nanoTime();
        return Optional.empty();
    }

    private TrainingOutcome finished() {
        float[] numbers = unet.saved(done).coefficients();
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                return new TrainingOutcome.Diverged(done, loss, Double.NaN);
            }
        }
        endPhase();
        return new TrainingOutcome.Trained(new TrainingResult(
                vector.adapter(numbers), done, loss, durations, unet.memory().peak()));
    }
}
