package io.wavemesh.local.report;

/**
 * One point of the loss curve.
 *
 * @param step optimizer steps done
 * @param loss the loss of that step
 */
public record LossPoint(int step, double loss) {}
