package io.wavemesh.training;

/** Follows a training; called on the training thread, so it must be quick. */
public interface TrainingListener {

    /** Hears nothing and never cancels. */
    TrainingListener NONE = step -> {};

    /** A step is done. */
    void onStep(TrainingStep step);

    /** A part begins. */
    default void onPhase(TrainingPhase phase) {}

    /** Asked before each step and each picture; true ends the training with {@link TrainingOutcome.Cancelled}. */
    default boolean cancelled() {
        return false;
    }
}
