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
    private float[] weights;

    WaveletEntries(int out, int in, Positions positions, WaveletFamily family) {
        this.out = out;
        this.in = in;
        this.positions = positions;
        this.lo = singles(family.lo());
        this.hi = singles(family.hi());
        this.taps = family.length();
    }

    /** Each entry as {@code flat index << 32 | coefficient * f * f + a * f + b}, ascending. */
    long[] sorted() {
        int square = taps * taps;
        long most = (long) positions.count() * square;
        if (most > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(positions.count() + " coefficients of " + square
                    + " entries each are more than one layer can have");
        }
        int paddedOut = padded(out);
        int paddedIn = padded(in);
        int rowOffset = (paddedOut - out) / 2;
        int columnOffset = (paddedIn - in) / 2;
        long[] entries = new long[(int) most];
        int size = 0;
        for (int c = 0; c < positions.count(); c++) {
            int flat = positions.flat(c);
            int firstRow = first(flat / in + rowOffset, paddedOut / 2);
            int firstColumn = first(flat % in + columnOffset, paddedIn / 2);
            int aEnd = Math.min(taps, out - firstRow);
            int bStart = Math.max(0, -firstColumn);
            int bEnd = Math.min(taps, in - firstColumn);
            for (int a = Math.max(0, -firstRow); a < aEnd; a++) {
                int row = (firstRow + a) * in + firstColumn;
                int order = c * square + a * taps;
                for (int b = bStart; b < bEnd; b++) {
                    entries[size++] = (long) (row + b) << 32 | order + b;
                }
            }
        }
        long[] found = Arrays.copyOf(entries, size);
        Arrays.sort(found);
        return found;
    }

    /** Turns the lower halves of sorted entries into coefficients, in place, and computes {@link #weights()}. */
    long[] weighted(long[] entries) {
        int square = taps * taps;
        int halfOut = padded(out) / 2;
        int halfIn = padded(in) / 2;
        int rowOffset = (padded(out) - out) / 2;
        int columnOffset = (padded(in) - in) / 2;
        weights = new float[entries.length];
        for (int e = 0; e < entries.length; e++) {
            int order = (int) entries[e];
            int c = order / square;
            int tap = order % square;
            int flat = positions.flat(c);
            boolean right = flat % in + columnOffset >= halfIn;
            boolean bottom = flat / in + rowOffset >= halfOut;
            // A product of single-precision taps, as PEFT forms it.
            weights[e] = (right ? hi : lo)[tap / taps] * (bottom ? hi : lo)[tap % taps];
            entries[e] = entries[e] >>> 32 << 32 | c;
        }
        return entries;
    }

    float[] weights() {
        return weights;
    }

    private int padded(int size) {
        int enlarged = size + taps - 2;
        return enlarged + enlarged % 2;
    }

    private int first(int place, int half) {
        int inBand = place >= half ? place - half : place;
        return 2 * inBand - (taps - 2);
    }

    private static float[] singles(double[] values) {
        float[] singles = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            singles[i] = (float) values[i];
        }
        return singles;
    }
}
