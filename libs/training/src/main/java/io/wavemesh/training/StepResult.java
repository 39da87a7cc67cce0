package io.wavemesh.training;

import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;

/** The loss of a step and the norm of its gradient before clipping. */
record StepResult(float loss, float gradNorm) {

    /** Of an array [steps, 2]. */
    static List<StepResult> of(NDList results) {
        float[] numbers = results.get(0).toFloatArray();
        List<StepResult> all = new ArrayList<>();
        for (int at = 0; at < numbers.length; at += 2) {
            all.add(new StepResult(numbers[at], numbers[at + 1]));
        }
        return all;
    }

    boolean isFinite() {
        return Float.isFinite(loss) && Float.isFinite(gradNorm);
    }
}
