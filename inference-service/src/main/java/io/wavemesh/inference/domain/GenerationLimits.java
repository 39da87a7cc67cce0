package io.wavemesh.inference.domain;

/**
 * What one request may ask for.
 *
 * @param images most images of a request
 * @param steps most denoising steps
 * @param pixels most pixels of an image
 * @param promptLength most characters of a prompt
 * @param adapters most adapters of a request
 */
public record GenerationLimits(int images, int steps, long pixels, int promptLength, int adapters) {}
