package io.wavemesh.benchmarks.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    @Test
    void medianOfAnOddNumberIsTheOneInTheMiddle() {
        assertThat(Measurement.of(List.of(9.0, 1.0, 3.0)).median()).isEqualTo(3);
    }

    @Test
    void medianOfAnEvenNumberIsTheMeanOfBothInTheMiddle() {
        assertThat(Measurement.of(List.of(8.0, 1.0, 3.0, 2.0)).median()).isEqualTo(2.5);
    }

    @Test
    void addsMillisecondsToARow() {
        Map<String, Object> row = new LinkedHashMap<>();

        Measurement.of(List.of(0.25, 0.5, 0.125)).addTo(row);

        assertThat(row)
                .containsExactly(Map.entry("median_ms", 250.0), Map.entry("min_ms", 125.0), Map.entry("runs", 3));
    }

    @Test
    void timesEveryRunOfATask() {
        int[] calls = new int[1];

        Measurement measured = Measurement.of(4, () -> calls[0]++);

        assertThat(calls[0]).isEqualTo(4);
        assertThat(measured.seconds()).hasSize(4).isSorted();
        assertThat(measured.least()).isNotNegative();
    }

    @Test
    void nothingHasNoMedian() {
        assertThatThrownBy(() -> Measurement.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no run to measure");
    }
}
