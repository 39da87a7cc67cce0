package io.wavemesh.waveft;

/**
 * The change of a whole weight, written step by step for reading and for comparison with {@link DeltaMap}: coefficients
 * into a padded matrix, four sub-bands, transposed convolution of stride two, borders dropped. Slow.
 *
 * <p>Source: PEFT 0.21, {@code WaveFTLayer.get_delta_weight} and {@code waverec2d}.
 */
public final class ReferenceDelta {
    private ReferenceDelta() {}

    /**
     * The change under a wavelet family, without scaling.
     *
     * @param positions where the coefficients lie
     * @param coefficients values in draw order
     * @param family filters
     * @return row-major [out][in]
     */
    public static double[][] wavelet(Positions positions, float[] coefficients, WaveletFamily family) {
        int out = positions.out();
        int in = positions.in();
        int f = family.length();
        int height = evenNotBelow(out + f - 2);
        int width = evenNotBelow(in + f - 2);
        double[][] matrix = place(positions, coefficients, height, width);
        double[] lo = family.lo();
        double[] hi = family.hi();
        double[][] full = new double[height - 2 + f][width - 2 + f];
        int halfHeight = height / 2;
        int halfWidth = width / 2;
        for (int i = 0; i < halfHeight; i++) {
            for (int j = 0; j < halfWidth; j++) {
                double approximation = matrix[i][j];
                double horizontal = matrix[i][j + halfWidth];
                double vertical = matrix[i + halfHeight][j];
                double diagonal = matrix[i + halfHeight][j + halfWidth];
                for (int a = 0; a < f; a++) {
                    for (int b = 0; b < f; b++) {
                        full[2 * i + a][2 * j + b] += approximation * lo[a] * lo[b]
                                + horizontal * hi[a] * lo[b]
                                + vertical * lo[a] * hi[b]
                                + diagonal * hi[a] * hi[b];
                    }
                }
            }
        }
        return crop(full, f - 2, out, in);
    }

    /** The change under SHiRA, without scaling: each coefficient at its position; row-major [out][in]. */
    public static double[][] direct(Positions positions, float[] coefficients) {
        return place(positions, coefficients, positions.out(), positions.in());
    }

    private static double[][] place(Positions positions, float[] coefficients, int height, int width) {
        int rowOffset = (height - positions.out()) / 2;
        int columnOffset = (width - positions.in()) / 2;
        double[][] matrix = new double[height][width];
        for (int c = 0; c < coefficients.length; c++) {
            int flat = positions.flat(c);
            matrix[flat / positions.in() + rowOffset][flat % positions.in() + columnOffset] = coefficients[c];
        }
        return matrix;
    }

    private static double[][] crop(double[][] full, int border, int out, int in) {
        int rowStart = border + (full.length - 2 * border - out) / 2;
        int columnStart = border + (full[0].length - 2 * border - in) / 2;
        double[][] delta = new double[out][in];
        for (int row = 0; row < out; row++) {
            System.arraycopy(full[row + rowStart], columnStart, delta[row], 0, in);
        }
        return delta;
    }

    private static int evenNotBelow(int size) {
        return size + size % 2;
    }
}
