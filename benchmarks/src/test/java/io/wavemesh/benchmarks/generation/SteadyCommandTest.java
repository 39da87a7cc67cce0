package io.wavemesh.benchmarks.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyCommandTest {
    @Test
    void slopeIsThatOfTheNearestLine() {
        assertThat(SteadyCommand.slope(List.of(1.0, 3.0, 5.0, 7.0))).isCloseTo(2, within(1e-12));
        assertThat(SteadyCommand.slope(List.of(4.0, 4.0, 4.0))).isZero();
        assertThat(SteadyCommand.slope(List.of(0.0, 1.0, 0.0))).isCloseTo(0, within(1e-12));
        assertThat(SteadyCommand.slope(List.of(4.0))).isZero();
    }
}
