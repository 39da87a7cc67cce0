package io.wavemesh.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.Fault;
import io.wavemesh.trainer.domain.TrainerResult;
import io.wavemesh.training.TrainingOutcome;
import org.junit.jupiter.api.Test;

class DjlSubjectTrainerTest {
    @Test
    void aTrainingThatTheDeviceIsTooSmallForIsRefusedWithItsReason() {
        assertThat(DjlSubjectTrainer.unfinished(new TrainingOutcome.OutOfMemory(7, "the device has too little memory")))
                .isEqualTo(new TrainerResult.Refused(
                        new Fault("gpu-memory-exhausted", "the device has too little memory")));
    }

    @Test
    void aDivergedTrainingIsRefusedWithItsReason() {
        TrainingOutcome.Diverged diverged = new TrainingOutcome.Diverged(3, Double.NaN, 1);

        assertThat(DjlSubjectTrainer.unfinished(diverged))
                .isEqualTo(new TrainerResult.Refused(new Fault("training-diverged", diverged.reason())));
    }

    @Test
    void aCancelledTrainingIsNoFault() {
        assertThat(DjlSubjectTrainer.unfinished(new TrainingOutcome.Cancelled(3)))
                .isEqualTo(new TrainerResult.Stopped());
    }
}
