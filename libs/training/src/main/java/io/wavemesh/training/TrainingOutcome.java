package io.wavemesh.training;

import ai.djl.engine.EngineException;

/** How a training ended. */
public sealed interface TrainingOutcome {

    /** The result, or the exception of {@link Cancelled}, {@link Diverged} and {@link OutOfMemory}. */
    TrainingResult orThrow();

    /** All steps are done: keep the adapter. */
    record Trained(TrainingResult result) implements TrainingOutcome {
        @Override
        public TrainingResult orThrow() {
            return result;
        }
    }

    /**
     * The listener asked for it: nothing to keep but checkpoints.
     *
     * @param stepsDone steps that were done
     */
    record Cancelled(int stepsDone) implements TrainingOutcome {
        @Override
        public TrainingResult orThrow() {
            throw new TrainingStoppedException("cancelled after step " + stepsDone);
        }
    }

    /**
     * The loss or the gradient is no longer finite: it would be again, so other settings are needed.
     *
     * @param step the step at fault, from 1
     */
    record Diverged(int step, double loss, double gradNorm) implements TrainingOutcome {
        /** What happened, in one line. */
        public String reason() {
            return "training diverged at step %d: loss %s, gradient norm %s; try a lower learning rate"
                    .formatted(step, loss, gradNorm);
        }

        @Override
        public TrainingResult orThrow() {
            throw new TrainingStoppedException(reason());
        }
    }

    /**
     * The device's memory does not suffice, even for one picture at a time with recomputed activations.
     *
     * @param stepsDone steps that were done
     * @param reason what happened, in one line
     */
    record OutOfMemory(int stepsDone, String reason) implements TrainingOutcome {
        static OutOfMemory after(int stepsDone, EngineException failure) {
            String first = String.valueOf(failure.getMessage())
                    .lines()
                    .filter(line -> DeviceMemory.exhausted(new EngineException(line)))
                    .findFirst()
                    .orElse("");
            return new OutOfMemory(stepsDone, "the device has too little memory for this training: " + first.strip());
        }

        @Override
        public TrainingResult orThrow() {
            throw new TrainingStoppedException(reason);
        }
    }
}
