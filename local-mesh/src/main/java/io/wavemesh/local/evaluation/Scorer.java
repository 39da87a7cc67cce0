package io.wavemesh.local.evaluation;

import ai.onnxruntime.OrtException;
import io.wavemesh.pictures.Picture;
import io.wavemesh.sdxl.tokenizer.ClipTokenizer;
import java.nio.file.Path;
import java.util.List;

/**
 * Scores drawings with the bundled networks. All figures are mean cosines, -1 to 1. One thread at a time; closed by the
 * caller.
 */
public final class Scorer implements AutoCloseable {
    private final ImageEncoder images;
    private final TextEncoder texts;
    private final ClipTokenizer tokenizer;

    private Scorer(ImageEncoder images, TextEncoder texts, ClipTokenizer tokenizer) {
        this.images = images;
        this.texts = texts;
        this.tokenizer = tokenizer;
    }

    /**
     * Loads the networks.
     *
     * @param models folder with {@code nano-eval} and {@code nano-sdxl}, whose vocabulary the text network shares
     */
    public static Scorer open(Path models) {
        Path networks = models.resolve("nano-eval");
        try {
            return new Scorer(
                    new ImageEncoder(networks.resolve("image_encoder.onnx")),
                    new TextEncoder(networks.resolve("text_encoder.onnx")),
                    ClipTokenizer.of(models.resolve("nano-sdxl").resolve("tokenizer")));
        } catch (OrtException cause) {
            throw new IllegalStateException("the scoring networks in " + networks + " cannot be used", cause);
        }
    }

    /** How like the subject the drawings are: the mean over all pairs of a drawing and a picture of the subject. */
    public double identity(List<Picture> drawings, List<Picture> subject) {
        try {
            float[][] drawn = images.encode(drawings).identity();
            float[][] pictured = images.encode(subject).identity();
            double sum = 0;
            for (float[] drawing : drawn) {
                for (float[] picture : pictured) {
                    sum += dot(drawing, picture);
                }
            }
            return sum / ((double) drawn.length * pictured.length);
        } catch (OrtException cause) {
            throw new IllegalStateException("scoring failed", cause);
        }
    }

    /** How well each drawing agrees with its own text, which must not hold an instance token; the mean over drawings. */
    public double textAlignment(List<Picture> drawings, List<String> prompts) {
        if (drawings.size() != prompts.size()) {
            throw new IllegalArgumentException(drawings.size() + " drawings and " + prompts.size() + " prompts");
        }
        try {
            float[][] drawn = images.encode(drawings).clip();
            float[][] told =
                    texts.encode(prompts.stream().map(tokenizer::encode).toArray(long[][]::new));
            double sum = 0;
            for (int i = 0; i < drawn.length; i++) {
                sum += dot(drawn[i], told[i]);
            }
            return sum / drawn.length;
        } catch (OrtException cause) {
            throw new IllegalStateException("scoring failed", cause);
        }
    }

    @Override
    public void close() {
        try {
            images.close();
            texts.close();
            tokenizer.close();
        } catch (OrtException cause) {
            throw new IllegalStateException("the scoring networks cannot be closed", cause);
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
