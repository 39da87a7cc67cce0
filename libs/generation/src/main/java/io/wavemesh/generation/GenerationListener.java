package io.wavemesh.generation;

/** Follows one generation. Called on the thread that generates, between slices of steps. */
public interface GenerationListener {
    /** Follows nothing and never cancels. */
    GenerationListener NONE = new GenerationListener() {};

    /**
     * A slice of steps is done.
     *
     * @param stepsDone denoising steps finished, from 0 (everything is ready) to {@code stepsTotal}
     */
    default void progress(int stepsDone, int stepsTotal) {}

    /** Whether to stop before the next slice; also the place for a time limit. */
    default boolean cancelled() {
        return false;
    }
}
