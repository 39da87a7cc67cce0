package io.wavemesh.generation;

/** A request that cannot be served as it is: a setting out of range, an adapter that does not fit. One line, fit to be shown. */
public class GenerationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a message of one line. */
    public GenerationException(String message) {
        super(message);
    }
}
