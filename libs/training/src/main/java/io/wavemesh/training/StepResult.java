package io.wavemesh.training;

import ai.djl.ndarray.NDList;

/** The loss of a step and the norm of its gradient before clipping. */
record StepResult(float loss, float gradNorm) {

    static StepResult of(NDList results) {
        float[] numbers = results.get(0).toFloatArray();
        return new StepResult(numbers[0], numbers[1]);
    }

    boolean isFinite() {
        return Float.isFinite(loss) && Float.isFinite(gradNorm);
    }
}
