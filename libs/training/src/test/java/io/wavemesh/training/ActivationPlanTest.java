package io.wavemesh.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.sdxl.reference.StageCost;
import io.wavemesh.training.TrainingEngineOptions.Activations;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivationPlanTest {

    private static final List<StageCost> STAGES = List.of(
            new StageCost("cheap", 1_000, 1_100, 100),
            new StageCost("dear", 9_000, 1_100, 100),
            new StageCost("middling", 5_000, 1_100, 100));

    @Test
    void keepsAllOrNoneAsAsked() {
        assertThat(ActivationPlan.of(Activations.KEEP, STAGES, 2, 0).kept()).containsExactly(1, 1, 1);
        assertThat(ActivationPlan.of(Activations.RECOMPUTE, STAGES, 2, Long.MAX_VALUE)
                        .kept())
                .containsExactly(0, 0, 0);
    }

    @Test
    void keepsWhatTakesLongestToComputeAgain() {
        // two stages of 1,700 bytes each beside 5,000 for outputs and the stage at work
        assertThat(ActivationPlan.of(Activations.AUTO, STAGES, 2, 9_500).kept()).containsExactly(0, 1, 1);
    }

    @Test
    void keepsAllWhereMemoryIsPlentyAndNoneWhereItIsShort() {
        assertThat(ActivationPlan.of(Activations.AUTO, STAGES, 2, 1_000_000).count())
                .isEqualTo(3);
        assertThat(ActivationPlan.of(Activations.AUTO, STAGES, 2, 1_000).count())
                .isZero();
    }
}
