package io.wavemesh.generation;

/**
 * Makes the unit noise that denoising starts from, and checks that a request's size has latents.
 *
 * @param channels of latents
 * @param factor pixels along one side of a latent
 */
record StartingNoise(int channels, int factor) {

    /** The request's own noise, else that of its seed: image i has seed + i. */
    Latents of(GenerationSpec spec) {
        PictureSize size = spec.size();
        if (size.widthPixels() % factor != 0 || size.heightPixels() % factor != 0) {
            throw new GenerationException("size must be in multiples of %d pixels, was %s".formatted(factor, size));
        }
        int height = size.heightPixels() / factor;
        int width = size.widthPixels() / factor;
        return spec.noise().isPresent() ? checked(spec.noise().get(), spec, height, width) : drawn(spec, height, width);
    }

    private Latents checked(Latents given, GenerationSpec spec, int height, int width) {
        if (given.channels() != channels || given.height() != height || given.width() != width) {
            throw new GenerationException("latents for %s must be [%d, %d, %d, %d], were %s"
                    .formatted(spec.size(), spec.count(), channels, height, width, given));
        }
        return given;
    }

    private Latents drawn(GenerationSpec spec, int height, int width) {
        int one = channels * height * width;
        float[] all = new float[Math.multiplyExact(spec.count(), one)];
        for (int image = 0; image < spec.count(); image++) {
            System.arraycopy(TorchRandom.normal(spec.seed() + image, one), 0, all, image * one, one);
        }
        return new Latents(all, spec.count(), channels, height, width);
    }
}
