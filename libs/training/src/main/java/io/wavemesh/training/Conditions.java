package io.wavemesh.training;

/**
 * What the UNet's answer depends on beside sample and time.
 *
 * @param context text [B, 77, width]
 * @param textEmbeds pooled text [B, P]
 * @param timeIds height, width, crop top, crop left, target height, target width: [B, 6]
 */
record Conditions(FloatTensor context, FloatTensor textEmbeds, FloatTensor timeIds) {}
