package io.wavemesh.generation;

import io.wavemesh.sdxl.model.TimeIds;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * What the UNet is told besides the latents: with guidance for each image the negative text, then for each image the
 * positive one; else for each image its text.
 *
 * @param images how many images
 * @param texts texts of an image: 2 with guidance, else 1
 * @param tokens rows of one text's embedding
 * @param context [texts · images, tokens, width]
 * @param pooled [texts · images, pooled width]
 * @param timeIds [texts · images, 6]
 */
record Conditioning(int images, int texts, int tokens, float[] context, float[] pooled, float[] timeIds) {

    /** The same texts and size for each image. */
    static Conditioning of(List<EncodedPrompt> texts, TimeIds size, int images) {
        return new Conditioning(
                images,
                texts.size(),
                texts.get(0).ids().length,
                repeat(texts.stream().map(EncodedPrompt::promptEmbeds).toList(), images),
                repeat(texts.stream().map(EncodedPrompt::pooledPromptEmbeds).toList(), images),
                repeat(Collections.nCopies(texts.size(), size.values()), images));
    }

    /** The images of several requests side by side, in order; all with as many texts. */
    static Conditioning together(List<Conditioning> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Conditioning first = parts.get(0);
        return new Conditioning(
                parts.stream().mapToInt(Conditioning::images).sum(),
                first.texts,
                first.tokens,
                joined(parts, first.texts, Conditioning::context),
                joined(parts, first.texts, Conditioning::pooled),
                joined(parts, first.texts, Conditioning::timeIds));
    }

    int prompts() {
        return texts * images;
    }

    private static float[] repeat(List<float[]> texts, int images) {
        int length = texts.get(0).length;
        float[] all = new float[texts.size() * images * length];
        for (int row = 0; row < texts.size() * images; row++) {
            System.arraycopy(texts.get(row / images), 0, all, row * length, length);
        }
        return all;
    }

    /** First the first texts of all parts, then their second ones. */
    private static float[] joined(List<Conditioning> parts, int texts, Function<Conditioning, float[]> values) {
        int total = parts.stream().map(values).mapToInt(v -> v.length).sum();
        float[] all = new float[total];
        int at = 0;
        for (int text = 0; text < texts; text++) {
            for (Conditioning part : parts) {
                float[] own = values.apply(part);
                int length = own.length / texts;
                System.arraycopy(own, text * length, all, at, length);
                at += length;
            }
        }
        return all;
    }
}
