package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.LongBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedPositionsTest {
    private final SharedPositions positions = new SharedPositions(Optional.empty());

    @Test
    void givesEqualListsOneBuffer() {
        LongBuffer first = positions.of(new long[] {1, 5, 9});

        LongBuffer again = positions.of(new long[] {1, 5, 9});

        assertThat(again).isSameAs(first);
        assertThat(first.isDirect()).isTrue();
        assertThat(first).isEqualTo(LongBuffer.wrap(new long[] {1, 5, 9}));
    }

    @Test
    void keepsDifferentListsApart() {
        assertThat(positions.of(new long[] {1, 5, 9})).isNotEqualTo(positions.of(new long[] {1, 5, 8}));
    }
}
