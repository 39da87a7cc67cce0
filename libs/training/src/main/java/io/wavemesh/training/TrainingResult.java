package io.wavemesh.training;

import io.wavemesh.waveft.adapter.Adapter;
import java.time.Duration;
import java.util.Map;

/**
 * A finished training.
 *
 * @param steps that were done in all, also before a checkpoint
 * @param finalLoss of the last step
 * @param durations of the parts that ran
 * @param deviceBytes the most memory of the GPU that libtorch had in use at once, the base included; 0 on the CPU
 */
public record TrainingResult(
        Adapter adapter, int steps, double finalLoss, Map<TrainingPhase, Duration> durations, long deviceBytes) {

    /** Copies the map. */
    public TrainingResult {
        durations = Map.copyOf(durations);
    }
}
