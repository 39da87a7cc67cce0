package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected values: torch 2.13.0+cpu, {@code torch.randn(n, generator=torch.Generator().manual_seed(12345678901))}. */
class TorchRandomTest {
    private static final long SEED = 12345678901L;
    private static final double LAST_BITS = 4e-7;

    @Test
    void drawsWhatTorchDraws() {
        float[] numbers = TorchRandom.normal(SEED, 2048);

        assertThat((double) numbers[0]).isCloseTo(0x1.cab378p-3, within(LAST_BITS));
        assertThat((double) numbers[1]).isCloseTo(0x1.1a1beep+0, within(LAST_BITS));
        assertThat((double) numbers[2045]).isCloseTo(-0x1.2d717cp-3, within(LAST_BITS));
        assertThat((double) numbers[2046]).isCloseTo(-0x1.8c6b4cp-1, within(LAST_BITS));
        assertThat((double) numbers[2047]).isCloseTo(-0x1.43251cp-2, within(LAST_BITS));
        assertThat(sum(numbers)).isCloseTo(46.614120, within(1e-4));
    }

    @Test
    void drawsTheLastBlockAnewWhenTheCountIsNoMultipleOfSixteen() {
        float[] numbers = TorchRandom.normal(SEED, 100);

        assertThat((double) numbers[97]).isCloseTo(0x1.ac987cp+0, within(LAST_BITS));
        assertThat((double) numbers[99]).isCloseTo(-0x1.b462ccp-1, within(LAST_BITS));
        assertThat(sum(numbers)).isCloseTo(11.457952, within(1e-5));
    }

    @Test
    void usesTheLowerThirtyTwoBitsOfTheSeedAsTorchDoes() {
        assertThat(TorchRandom.normal(SEED, 64)).isEqualTo(TorchRandom.normal(SEED & 0xffffffffL, 64));
        assertThat(TorchRandom.normal(SEED, 64)).isNotEqualTo(TorchRandom.normal(SEED + 1, 64));
    }

    @Test
    void isStandardNormal() {
        float[] numbers = TorchRandom.normal(1, 100_000);
        double squares = 0;
        for (float number : numbers) {
            squares += (double) number * number;
        }

        assertThat(sum(numbers) / numbers.length).isCloseTo(0, within(0.02));
        assertThat(squares / numbers.length).isCloseTo(1, within(0.02));
        assertThat(Arrays.stream(toDoubles(numbers)).allMatch(Double::isFinite)).isTrue();
    }

    @Test
    void refusesFewerNumbersThanABlock() {
        assertThatThrownBy(() -> TorchRandom.normal(1, 15)).isInstanceOf(GenerationException.class);
    }

    private static double sum(float[] numbers) {
        return Arrays.stream(toDoubles(numbers)).sum();
    }

    private static double[] toDoubles(float[] numbers) {
        double[] wide = new double[numbers.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = numbers[i];
        }
        return wide;
    }
}
