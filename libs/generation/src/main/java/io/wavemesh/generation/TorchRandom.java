package io.wavemesh.generation;

import io.wavemesh.waveft.MersenneTwister;

/**
 * The normal numbers of PyTorch's CPU generator: {@code torch.randn(n, generator=torch.Generator().manual_seed(seed))} for
 * fp32 and n of 16 or more, to the last bits of log, sine and cosine. One seed gives one sequence on every machine.
 *
 * <p>Source: MT19937 (Matsumoto and Nishimura 1998); uniform numbers are the lower 24 bits of a draw; pairs (u, v), eight
 * apart, become √(-2 ln(1-u)) · (cos 2πv, sin 2πv) (Box and Muller 1958). PyTorch 2: ATen/native/cpu/DistributionTemplates.h.
 */
final class TorchRandom {
    private static final int BLOCK = 16;
    private static final int HALF = BLOCK / 2;
    private static final float UNIT = 0x1p-24f;
    private static final float TWO_PI = (float) (2 * Math.PI);
    private static final int MASK = (1 << 24) - 1;

    private TorchRandom() {}

    /**
     * Standard normal numbers.
     *
     * @param seed only its lower 32 bits count, as in PyTorch
     * @param count at least 16
     */
    static float[] normal(long seed, int count) {
        if (count < BLOCK) {
            throw new GenerationException("noise needs at least " + BLOCK + " numbers, was " + count);
        }
        MersenneTwister draws = new MersenneTwister(seed);
        float[] numbers = new float[count];
        uniform(draws, numbers, 0, count);
        int whole = count - count % BLOCK;
        for (int start = 0; start < whole; start += BLOCK) {
            toNormal(numbers, start);
        }
        if (whole < count) {
            // The last block overlaps the one before it and is drawn anew.
            uniform(draws, numbers, count - BLOCK, count);
            toNormal(numbers, count - BLOCK);
        }
        return numbers;
    }

    private static void uniform(MersenneTwister draws, float[] numbers, int from, int to) {
        for (int i = from; i < to; i++) {
            numbers[i] = (draws.nextUnsignedInt() & MASK) * UNIT;
        }
    }

    private static void toNormal(float[] numbers, int start) {
        for (int i = start; i < start + HALF; i++) {
            // Rounded to fp32 where PyTorch rounds.
            float radius = (float) Math.sqrt(-2 * (float) StrictMath.log(1 - numbers[i]));
            float angle = TWO_PI * numbers[i + HALF];
            numbers[i] = radius * (float) StrictMath.cos(angle);
            numbers[i + HALF] = radius * (float) StrictMath.sin(angle);
        }
    }
}
