package io.wavemesh.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PictureOrderTest {

    @Test
    void everyEpochTakesEachPictureOnceInAnotherOrder() {
        PictureOrder order = new PictureOrder(6, 4, 9);

        long[] chosen = IntStream.range(0, 6)
                .boxed()
                .flatMapToLong(step -> Arrays.stream(order.of(step)))
                .toArray();

        for (int epoch = 0; epoch < 4; epoch++) {
            assertThat(Arrays.copyOfRange(chosen, 6 * epoch, 6 * epoch + 6))
                    .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        }
        assertThat(Arrays.copyOf(chosen, 6)).isNotEqualTo(Arrays.copyOfRange(chosen, 6, 12));
    }

    @Test
    void dependsOnTheStepAlone() {
        PictureOrder order = new PictureOrder(5, 3, 9);
        long[] late = order.of(40);
        order.of(0);

        assertThat(new PictureOrder(5, 3, 9).of(40)).isEqualTo(late);
        assertThat(order.of(40)).isEqualTo(late);
    }

    @Test
    void oneTrainedPictureFillsTheBatch() {
        assertThat(LongStream.of(new PictureOrder(1, 4, 1).of(7))).containsOnly(0L);
    }
}
