package io.wavemesh.sdxl.scheduler;

/**
 * One denoising step as linear coefficients. With the sample x, the network's output o (after guidance) for the input
 * {@code inputScale · x} at {@code timestep}, the history h (zeros before the first step) and fresh unit noise n:
 * <pre>
 * x' = sampleFromSample · x + sampleFromOutput · o + sampleFromHistory · h + sampleFromNoise · n
 * h' = historyFromSample · x + historyFromOutput · o
 * </pre>
 * The prediction type is folded in. Only DPM-Solver++ has a history: its last estimate of the clean sample.
 */
public record DenoisingStep(
        float timestep,
        float inputScale,
        float sampleFromSample,
        float sampleFromOutput,
        float sampleFromHistory,
        float historyFromSample,
        float historyFromOutput,
        float sampleFromNoise) {

    /** Number of columns of {@link #row()}. */
    public static final int COLUMNS = 8;

    /** The coefficients in the order of the record's components. */
    public float[] row() {
        return new float[] {
            timestep,
            inputScale,
            sampleFromSample,
            sampleFromOutput,
            sampleFromHistory,
            historyFromSample,
            historyFromOutput,
            sampleFromNoise
        };
    }

    /** What the network is given for this sample; a new array. */
    public float[] modelInput(float[] sample) {
        float[] result = new float[sample.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = inputScale * sample[i];
        }
        return result;
    }

    /**
     * Applies the step in place, without noise: the plain form of what the inference graph does.
     *
     * @param sample x, becomes x'
     * @param output o, same length
     * @param history h, same length, becomes h'
     */
    public void apply(float[] sample, float[] output, float[] history) {
        for (int i = 0; i < sample.length; i++) {
            float x = sample[i];
            sample[i] = sampleFromSample * x + sampleFromOutput * output[i] + sampleFromHistory * history[i];
            history[i] = historyFromSample * x + historyFromOutput * output[i];
        }
    }
}
