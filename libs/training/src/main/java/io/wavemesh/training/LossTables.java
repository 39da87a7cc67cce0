package io.wavemesh.training;

import io.wavemesh.sdxl.scheduler.NoiseSchedule;

/**
 * What a step looks up by its timesteps.
 *
 * @param signalRate factor of the sample in a noisy sample
 * @param noiseRate factor of the noise in a noisy sample
 * @param weight of the loss
 */
record LossTables(float[] signalRate, float[] noiseRate, float[] weight) {

    static LossTables of(NoiseSchedule schedule, LossPlan loss) {
        int timesteps = schedule.trainTimesteps();
        LossTables tables = new LossTables(new float[timesteps], new float[timesteps], new float[timesteps]);
        for (int t = 0; t < timesteps; t++) {
            tables.signalRate[t] = schedule.signalRate(t);
            tables.noiseRate[t] = schedule.noiseRate(t);
            tables.weight[t] = loss.minSnrGamma().isEmpty()
                    ? 1
                    : (float) schedule.minSnrWeight(t, loss.minSnrGamma().getAsDouble());
        }
        return tables;
    }
}
