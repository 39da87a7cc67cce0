package io.wavemesh.training;

import java.util.Arrays;

/**
 * The trained numbers with AdamW's two moments, flat, and the number of steps done. The arrays are shared, not copied.
 */
record OptimizerState(float[] coefficients, float[] m, float[] v, int steps) {

    /** Before the first step. */
    static OptimizerState startingFrom(float[] coefficients) {
        return new OptimizerState(coefficients, new float[coefficients.length], new float[coefficients.length], 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OptimizerState that
                && steps == that.steps
                && Arrays.equals(coefficients, that.coefficients)
                && Arrays.equals(m, that.m)
                && Arrays.equals(v, that.v);
    }

    @Override
    public int hashCode() {
        return 31 * steps + Arrays.hashCode(coefficients);
    }

    @Override
    public String toString() {
        return "OptimizerState[" + coefficients.length + " numbers, " + steps + " steps]";
    }
}
