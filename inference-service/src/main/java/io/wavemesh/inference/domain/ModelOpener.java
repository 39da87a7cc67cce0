package io.wavemesh.inference.domain;

/** Opens the base model of this replica. */
@FunctionalInterface
public interface ModelOpener {
    /**
     * Loads the model and draws once, so that the first request is as fast as the next. Takes seconds.
     *
     * @throws RuntimeException with one line that says what is wrong with the model
     */
    ImageGenerator open();
}
