package io.wavemesh.waveft;

import java.util.Arrays;

/**
 * Lists what each coefficient adds to which weight. The coefficient matrix has the weight's shape, enlarged by f - 2 and
 * to even sizes; positions lie in its middle. Its quarters are the sub-bands: approximation (rows low, columns low) top
 * left, horizontal detail (rows high, columns low) top right, vertical detail (rows low, columns high) bottom left,
 * diagonal detail (both high) bottom right. Coefficient [i, j] of a band adds {@code F[a, b]} at row 2i + a - (f - 2),
 * column 2j + b - (f - 2), where that lies inside the weight. One thread at a time.
 */
final class WaveletEntries {
    private final int out;
    private final int in;
    private final Positions positions;
    private final float[] lo;
    private final float[] hi;
    private final int taps;
    private final int halfOut;
    private final int halfIn;
    private final int rowOffset;
    private final int columnOffset;
    private float[] weights;

    WaveletEntries(int out, int in, Positions positions, WaveletFamily family) {
        this.out = out;
        this.in = in;
        this.positions = positions;
        this.lo = singles(family.lo());
        this.hi = singles(family.hi());
        this.taps = family.length();
        this.halfOut = padded(out, taps) / 2;
        this.halfIn = padded(in, taps) / 2;
        this.rowOffset = (2 * halfOut - out) / 2;
        this.columnOffset = (2 * halfIn - in) / 2;
    }

    /**
     * Each entry as {@code flat index << 32 | coefficient * f * f + a * f + b}, ascending: dealt out to the weight's
     * rows first, then sorted within each.
     */
    long[] sorted() {
        int square = taps * taps;
        long most = (long) positions.count() * square;
        if (most > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(positions.count() + " coefficients of " + square
                    + " entries each are more than one layer can have");
        }
        int[] ends = rowStarts();
        long[] entries = new long[ends[out]];
        for (int c = 0; c < positions.count(); c++) {
            int firstRow = firstRow(c);
            int firstColumn = firstColumn(c);
            int aEnd = Math.min(taps, out - firstRow);
            int bStart = Math.max(0, -firstColumn);
            int bEnd = Math.min(taps, in - firstColumn);
            for (int a = Math.max(0, -firstRow); a < aEnd; a++) {
                int row = firstRow + a;
                int flat = row * in + firstColumn;
                int order = c * square + a * taps;
                int end = ends[row];
                for (int b = bStart; b < bEnd; b++) {
                    entries[end++] = (long) (flat + b) << 32 | order + b;
                }
                ends[row] = end;
            }
        }
        for (int row = 0; row < out; row++) {
            Arrays.sort(entries, row == 0 ? 0 : ends[row - 1], ends[row]);
        }
        return entries;
    }

    /** For each row the number of entries before it; then the number of all. */
    private int[] rowStarts() {
        int[] starts = new int[out + 1];
        for (int c = 0; c < positions.count(); c++) {
            int firstRow = firstRow(c);
            int firstColumn = firstColumn(c);
            int width = Math.max(0, Math.min(taps, in - firstColumn) - Math.max(0, -firstColumn));
            int end = Math.min(out, firstRow + taps);
            for (int row = Math.max(0, firstRow); row < end; row++) {
                starts[row + 1] += width;
            }
        }
        for (int row = 0; row < out; row++) {
            starts[row + 1] += starts[row];
        }
        return starts;
    }

    /** Turns the lower halves of sorted entries into coefficients, in place, and computes {@link #weights()}. */
    long[] weighted(long[] entries) {
        int square = taps * taps;
        float[][] products = products();
        weights = new float[entries.length];
        for (int e = 0; e < entries.length; e++) {
            int order = (int) entries[e];
            int c = order / square;
            weights[e] = products[band(c)][order - c * square];
            entries[e] = entries[e] >>> 32 << 32 | c;
        }
        return entries;
    }

    /** For each band F[a, b], as products of single-precision taps, which is how PEFT forms them. */
    private float[][] products() {
        float[][] products = new float[4][taps * taps];
        for (int band = 0; band < 4; band++) {
            float[] rows = (band & 1) == 0 ? lo : hi;
            float[] columns = (band & 2) == 0 ? lo : hi;
            for (int tap = 0; tap < taps * taps; tap++) {
                products[band][tap] = rows[tap / taps] * columns[tap % taps];
            }
        }
        return products;
    }

    /** Bit 0: in the right half; bit 1: in the lower half of the coefficient matrix. */
    private int band(int c) {
        int flat = positions.flat(c);
        int right = flat % in + columnOffset >= halfIn ? 1 : 0;
        int lower = flat / in + rowOffset >= halfOut ? 2 : 0;
        return right | lower;
    }

    float[] weights() {
        return weights;
    }

    /** First weight row that a coefficient adds to; may lie outside. */
    private int firstRow(int c) {
        int place = positions.flat(c) / in + rowOffset;
        return 2 * (place >= halfOut ? place - halfOut : place) - (taps - 2);
    }

    /** First weight column that a coefficient adds to; may lie outside. */
    private int firstColumn(int c) {
        int place = positions.flat(c) % in + columnOffset;
        return 2 * (place >= halfIn ? place - halfIn : place) - (taps - 2);
    }

    private static int padded(int size, int taps) {
        int enlarged = size + taps - 2;
        return enlarged + enlarged % 2;
    }

    private static float[] singles(double[] values) {
        float[] singles = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            singles[i] = (float) values[i];
        }
        return singles;
    }
}
