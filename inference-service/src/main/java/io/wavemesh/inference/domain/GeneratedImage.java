package io.wavemesh.inference.domain;

import java.util.Optional;

/**
 * A finished image.
 *
 * @param id SHA-256 of the PNG file
 * @param seed of its noise
 * @param png the file; absent if it lies in the picture store
 */
public record GeneratedImage(String id, long seed, Optional<Png> png) {}
