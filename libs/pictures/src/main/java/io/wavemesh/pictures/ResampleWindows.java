package io.wavemesh.pictures;

/**
 * For each output position along one axis the input positions that it averages and their weights: a triangle filter,
 * widened by the scale when shrinking, that is, "bilinear with antialias". Same windows as Pillow's resize
 * (libImaging/Resample.c, precompute_coeffs) and torchvision's Resize, without their rounding to 8 bits in between.
 */
final class ResampleWindows {
    private final int[] first;
    private final float[][] weights;

    /**
     * Windows of a part of the output.
     *
     * @param inputSize length of the axis before
     * @param outputSize length of the whole axis after
     * @param from first output position wanted
     * @param count how many output positions are wanted
     */
    ResampleWindows(int inputSize, int outputSize, int from, int count) {
        first = new int[count];
        weights = new float[count][];
        double scale = (double) inputSize / outputSize;
        double filterScale = Math.max(scale, 1);
        for (int i = 0; i < count; i++) {
            double centre = (from + i + 0.5) * scale;
            first[i] = Math.max(0, (int) (centre - filterScale + 0.5));
            int end = Math.min(inputSize, (int) (centre + filterScale + 0.5));
            weights[i] = triangle(first[i], end, centre, filterScale);
        }
    }

    private static float[] triangle(int from, int to, double centre, double filterScale) {
        double[] raw = new double[to - from];
        double sum = 0;
        for (int k = 0; k < raw.length; k++) {
            raw[k] = Math.max(0, 1 - Math.abs((from + k - centre + 0.5) / filterScale));
            sum += raw[k];
        }
        float[] normalized = new float[raw.length];
        for (int k = 0; k < raw.length; k++) {
            normalized[k] = (float) (raw[k] / sum);
        }
        return normalized;
    }

    int count() {
        return first.length;
    }

    int first(int output) {
        return first[output];
    }

    /** One past the last input position of a window. */
    int end(int output) {
        return first[output] + weights[output].length;
    }

    /** Weight of an input position within a window. */
    float weight(int output, int input) {
        return weights[output][input - first[output]];
    }

    /** The weights of a window, not a copy. */
    float[] weights(int output) {
        return weights[output];
    }
}
