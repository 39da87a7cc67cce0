package io.wavemesh.training;

/**
 * AdamW (betas .9 and .999, eps 1e-8) with a constant learning rate.
 *
 * @param clip largest norm of the gradient of all trained numbers
 */
public record OptimizerPlan(double learningRate, double weightDecay, double clip) {}
