package io.wavemesh.waveft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.testkit.Golden;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PositionsTest {
    static List<String> golden() {
        return Golden.keys("indices.");
    }

    @ParameterizedTest
    @MethodSource("golden")
    void equalThoseOfTheReference(String key) {
        Matcher name = Pattern.compile("indices\\.(\\d+)x(\\d+)\\.p(\\d+)\\.seed(\\d+)")
                .matcher(key);
        assertThat(name.matches()).isTrue();
        int in = Integer.parseInt(name.group(2));
        int count = Integer.parseInt(name.group(3));

        Positions positions = Positions.of(Integer.parseInt(name.group(1)), in, count, Long.parseLong(name.group(4)));

        int[] rowsThenColumns = Golden.ints(key);
        assertThat(positions.flat())
                .containsExactly(IntStream.range(0, count)
                        .map(i -> rowsThenColumns[i] * in + rowsThenColumns[count + i])
                        .toArray());
    }

    /** Printed by PyTorch 2.13: {@code torch.randperm(1000, generator=torch.Generator().manual_seed(seed))[:8]}. */
    @ParameterizedTest
    @CsvSource({
        "0,          44 37 675 775 947 209 719 500",
        "1,          845 303 66 436 239 593 573 999",
        "4294967295, 371 805 492 705 784 265 814 793",
        "4294968073, 735 819 201 799 435 497 175 590",
        "-1,         371 805 492 705 784 265 814 793"
    })
    void followPyTorchOverAllSeeds(long seed, String expected) {
        assertThat(Positions.of(10, 100, 8, seed).flat()).containsExactly(numbers(expected));
    }

    /** Printed by PyTorch 2.13 for both sides of the size at which it changes its shuffle. */
    @ParameterizedTest
    @CsvSource({
        "214748363, 11440646 199500216 10121607 3119241 51696020 155711086 42349920 206414740",
        "214748364, 150358698 199533091 83306822 145970095 40813261 111338416 71047571 163718730"
    })
    void followPyTorchForVeryLargeWeights(int size, String expected) {
        assertThat(Positions.of(1, size, 8, 777).flat()).containsExactly(numbers(expected));
    }

    @Test
    void drawEveryPlaceOnceIfAllAreAskedFor() {
        assertThat(Positions.of(7, 1, 7, 5).flat()).containsExactly(1, 0, 4, 2, 6, 5, 3);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "8, 8, 8", "8, 8, 64", "100, 100, 1249", "100, 100, 1250", "31, 17, 400"})
    void beginAllLongerDrawsOfTheSameSeed(int out, int in, int count) {
        int[] all = Positions.of(out, in, out * in, 99).flat();

        assertThat(Positions.of(out, in, count, 99).flat())
                .containsExactly(IntStream.of(all).limit(count).toArray());
    }

    @ParameterizedTest
    @CsvSource({"4, 4, 0", "4, 4, 17", "0, 4, 1", "4, -1, 1", "65536, 65536, 1"})
    void refuseWhatNoWeightHas(int out, int in, int count) {
        assertThatThrownBy(() -> Positions.of(out, in, count, 777))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[" + out + ", " + in + "]");
    }

    private static int[] numbers(String text) {
        return Pattern.compile(" ")
                .splitAsStream(text)
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
