package io.wavemesh.generation;

import java.util.function.Supplier;

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

    /**
     * A slice of steps is done and its latents can be looked at, for a preview.
     *
     * @param stepsDone denoising steps finished
     * @param latents copies the latents, in the scheduler's scale; to be called before this method returns
     */
    default void preview(int stepsDone, Supplier<Latents> latents) {}

    /** Whether to stop before the next slice; also the place for a time limit. */
    default boolean cancelled() {
        return false;
    }
}
