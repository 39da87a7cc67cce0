package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.IntBuffer;
import org.junit.jupiter.api.Test;

class SharedPositionsTest {
    private final SharedPositions positions = new SharedPositions();

    @Test
    void givesEqualListsOneBuffer() {
        IntBuffer first = positions.of(new int[] {1, 5, 9});

        IntBuffer again = positions.of(new int[] {1, 5, 9});

        assertThat(again).isSameAs(first);
        assertThat(first.isDirect()).isTrue();
        assertThat(first).isEqualTo(IntBuffer.wrap(new int[] {1, 5, 9}));
    }

    @Test
    void keepsDifferentListsApart() {
        assertThat(positions.of(new int[] {1, 5, 9})).isNotEqualTo(positions.of(new int[] {1, 5, 8}));
    }
}
