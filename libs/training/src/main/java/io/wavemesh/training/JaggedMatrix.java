package io.wavemesh.training;

import java.util.Arrays;

/**
 * A sparse matrix laid out for a product whose sums have one order everywhere: rows sorted by falling number of entries, then
 * the first entries of all rows, the second entries of those that have one, and so on (jagged diagonals).
 *
 * @param index column of each entry
 * @param weight value of each entry
 * @param place for each row of the matrix its place in the sorted order
 * @param lengths rows that have an r-th entry, r = 0, 1, …
 */
record JaggedMatrix(long[] index, float[] weight, long[] place, long[] lengths) {

    /**
     * Lays entries out.
     *
     * @param rows number of rows
     * @param row of each entry
     * @param column of each entry
     * @param value of each entry
     */
    static JaggedMatrix of(int rows, int[] row, int[] column, float[] value) {
        int[] counts = new int[rows];
        for (int each : row) {
            counts[each]++;
        }
        int longest = Arrays.stream(counts).max().orElse(0);
        long[] lengths = new long[longest];
        int[] withCount = new int[longest + 1];
        for (int count : counts) {
            withCount[count]++;
        }
        int longer = 0;
        for (int r = longest - 1; r >= 0; r--) {
            longer += withCount[r + 1];
            lengths[r] = longer;
        }
        long[] place = places(counts, withCount);
        int[] starts = new int[longest];
        for (int r = 1; r < longest; r++) {
            starts[r] = Math.toIntExact(starts[r - 1] + lengths[r - 1]);
        }
        long[] index = new long[row.length];
        float[] weight = new float[row.length];
        int[] seen = new int[rows];
        for (int e = 0; e < row.length; e++) {
            int at = Math.toIntExact(starts[seen[row[e]]++] + place[row[e]]);
            index[at] = column[e];
            weight[at] = value[e];
        }
        return new JaggedMatrix(index, weight, place, lengths);
    }

    private static long[] places(int[] counts, int[] withCount) {
        int[] next = new int[withCount.length];
        for (int count = withCount.length - 2; count >= 0; count--) {
            next[count] = next[count + 1] + withCount[count + 1];
        }
        long[] place = new long[counts.length];
        for (int i = 0; i < counts.length; i++) {
            place[i] = next[counts[i]]++;
        }
        return place;
    }
}
