package io.wavemesh.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.training.TrainingStep;
import org.junit.jupiter.api.Test;

class StepTimesTest {
    private final StepTimes times = new StepTimes(2);

    private void step(int number, double loss, double seconds) {
        times.onStep(new TrainingStep(number, 5, loss, 1, 1e-4, seconds));
    }

    @Test
    void theWarmUpIsNotMeasured() {
        step(1, 1.5, 60);
        step(2, 1.4, 1);
        step(3, 1.3, 0.3);
        step(4, 1.2, 0.2);
        step(5, 1.1, 0.4);

        assertThat(times.measurement().seconds()).containsExactly(0.2, 0.3, 0.4);
        assertThat(times.first(2)).isEqualTo(1.45);
        assertThat(times.last(2)).isEqualTo((1.2 + 1.1) / 2);
    }

    @Test
    void aTrainingThatEndsInItsWarmUpHasNoTimes() {
        step(1, 1, 1);

        assertThatThrownBy(times::measurement).isInstanceOf(IllegalArgumentException.class);
    }
}
