package io.wavemesh.training;

/**
 * A recorded batch.
 *
 * @param latents scaled and clean, [B, C, h, w]
 * @param noise as latents
 * @param timestep [B]
 */
record ReplayBatch(FloatTensor latents, FloatTensor noise, long[] timestep) {}
