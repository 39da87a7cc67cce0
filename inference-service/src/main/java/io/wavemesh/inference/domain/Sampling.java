package io.wavemesh.inference.domain;

/**
 * How noise becomes an image.
 *
 * @param scheduler denoising rule, such as {@code euler} or {@code dpmpp-2m-karras}
 * @param timestepSpacing {@code leading}, {@code trailing} or {@code linspace}
 * @param steps number of denoising steps, at least 1
 * @param guidanceScale weight of the prompt; 1 and less draw without guidance
 */
public record Sampling(String scheduler, String timestepSpacing, int steps, double guidanceScale) {
    /** Throws {@link IllegalArgumentException} if a component is out of its range. */
    public Sampling {
        if (steps < 1 || !Double.isFinite(guidanceScale)) {
            throw new IllegalArgumentException(
                    "steps must be at least 1 and guidanceScale finite, were " + steps + " and " + guidanceScale);
        }
    }
}
