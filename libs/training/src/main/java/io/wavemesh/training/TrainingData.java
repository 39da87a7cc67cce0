package io.wavemesh.training;

/**
 * What is computed once a job. Texts and time ids have one row for all pictures or one a picture.
 *
 * @param mean of the pictures' latents, scaled, [N, C, h, w]
 * @param deviation of the pictures' latents, scaled, [N, C, h, w]
 * @param context text [N or 1, 77, width]
 * @param textEmbeds pooled text [N or 1, P]
 * @param timeIds [N or 1, 6]
 */
record TrainingData(
        FloatTensor mean, FloatTensor deviation, FloatTensor context, FloatTensor textEmbeds, FloatTensor timeIds) {}
