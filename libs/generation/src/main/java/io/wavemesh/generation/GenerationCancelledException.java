package io.wavemesh.generation;

/** Generation ended early because its listener asked for it. */
public final class GenerationCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int stepsDone;

    GenerationCancelledException(int stepsDone) {
        super("cancelled after " + stepsDone + " steps");
        this.stepsDone = stepsDone;
    }

    /** Denoising steps that were finished. */
    public int stepsDone() {
        return stepsDone;
    }
}
