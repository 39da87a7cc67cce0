package io.wavemesh.training;

import java.util.OptionalDouble;

/**
 * What is minimized, beside the target that the model's scheduler names.
 *
 * @param minSnrGamma gamma of min-SNR weighting; empty for equal weights
 * @param noiseOffset deviation of the noise that is constant over a channel, 0 for none
 */
public record LossPlan(OptionalDouble minSnrGamma, double noiseOffset) {}
