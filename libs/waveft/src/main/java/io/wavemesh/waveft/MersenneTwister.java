package io.wavemesh.waveft;

/**
 * The 32-bit Mersenne Twister MT19937, as PyTorch's CPU generator seeds and reads it. One thread at a time.
 *
 * <p>Source: Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), section 2 and its 2002 initialization.
 */
public final class MersenneTwister {
    private static final int SIZE = 624;
    private static final int SHIFT = 397;
    private static final int MATRIX = 0x9908b0df;
    private static final int UPPER = 0x80000000;

    private final int[] state = new int[SIZE];
    private int next = SIZE;

    /** Starts the sequence of the seed's lower 32 bits; the upper ones are not used, as in PyTorch. */
    public MersenneTwister(long seed) {
        state[0] = (int) seed;
        for (int i = 1; i < SIZE; i++) {
            int previous = state[i - 1];
            state[i] = 1812433253 * (previous ^ previous >>> 30) + i;
        }
    }

    /** The next 32 bits, as an unsigned number. */
    public long nextUnsignedInt() {
        if (next == SIZE) {
            regenerate();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        y ^= y >>> 18;
        return Integer.toUnsignedLong(y);
    }

    /** The next 64 bits: the first draw is the upper half. */
    public long nextLong() {
        return nextUnsignedInt() << 32 | nextUnsignedInt();
    }

    private void regenerate() {
        for (int i = 0; i < SIZE; i++) {
            int mixed = state[i] & UPPER | state[(i + 1) % SIZE] & ~UPPER;
            state[i] = state[(i + SHIFT) % SIZE] ^ mixed >>> 1 ^ ((mixed & 1) == 0 ? 0 : MATRIX);
        }
        next = 0;
    }
}
