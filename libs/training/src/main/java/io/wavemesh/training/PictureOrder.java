package io.wavemesh.training;

/** Which pictures each step takes: all of them in shuffled order, then shuffled again, and so on. */
final class PictureOrder {

    private static final long PURPOSE = 1;

    private final int pictures;
    private final int batch;
    private final long seed;
    private long epoch = -1;
    private int[] order = {};

    PictureOrder(int pictures, int batch, long seed) {
        this.pictures = pictures;
        this.batch = batch;
        this.seed = seed;
    }

    /** The pictures of a step, counted from 0; depends on nothing but the step. */
    long[] of(int step) {
        long[] chosen = new long[batch];
        for (int i = 0; i < batch; i++) {
            long place = (long) step * batch + i;
            chosen[i] = inEpoch(place / pictures)[(int) (place % pictures)];
        }
        return chosen;
    }

    /** The pictures of the first steps, one step after the other. */
    long[] upTo(int steps) {
        long[] all = new long[Math.multiplyExact(steps, batch)];
        for (int step = 0; step < steps; step++) {
            System.arraycopy(of(step), 0, all, step * batch, batch);
        }
        return all;
    }

    private int[] inEpoch(long wanted) {
        if (wanted != epoch) {
            SeededRandom random = new SeededRandom(SeededRandom.derived(seed, PURPOSE, wanted));
            order = new int[pictures];
            for (int i = 0; i < pictures; i++) {
                int other = random.below(i + 1);
                order[i] = order[other];
                order[other] = i;
            }
            epoch = wanted;
        }
        return order;
    }
}
