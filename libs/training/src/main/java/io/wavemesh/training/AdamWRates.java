package io.wavemesh.training;

/**
 * What AdamW (betas 0.9 and 0.999) multiplies by at each step, three numbers a step: 1 − rate · decay, √(1 − 0.999ᵗ) and
 * −rate / (1 − 0.9ᵗ). The device reads a step's row, so that all steps are the same work.
 */
record AdamWRates(float[] values) {

    /** Numbers a step. */
    static final int WIDTH = 3;

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    static AdamWRates of(OptimizerPlan plan, int steps) {
        float[] values = new float[Math.multiplyExact(steps, WIDTH)];
        for (int step = 0; step < steps; step++) {
            double rate = plan.learningRate();
            values[WIDTH * step] = (float) (1 - rate * plan.weightDecay());
            values[WIDTH * step + 1] = (float) Math.sqrt(1 - Math.pow(BETA2, step + 1));
            values[WIDTH * step + 2] = (float) (-rate / (1 - Math.pow(BETA1, step + 1)));
        }
        return new AdamWRates(values);
    }

    int steps() {
        return values.length / WIDTH;
    }
}
