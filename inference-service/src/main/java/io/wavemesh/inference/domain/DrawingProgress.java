package io.wavemesh.inference.domain;

/** Follows a run of the engine. */
@FunctionalInterface
public interface DrawingProgress {
    /**
     * Called from the engine's thread between steps.
     *
     * @param step steps that are done, from 0
     * @return whether to go on
     */
    boolean onStep(int step);

    /** Called when the pictures are there and only their files are still to be made. */
    default void onDecoded() {}
}
