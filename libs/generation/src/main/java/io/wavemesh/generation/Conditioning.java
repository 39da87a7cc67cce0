package io.wavemesh.generation;

import io.wavemesh.sdxl.model.TimeIds;
import java.util.List;
import java.util.function.Function;

/**
 * What the UNet is told besides the latents: for each image the negative text, then for each image the positive one.
 *
 * @param images how many images
 * @param tokens rows of one text's embedding
 * @param context [2 · images, tokens, width]
 * @param pooled [2 · images, pooled width]
 * @param timeIds [2 · images, 6]
 */
record Conditioning(int images, int tokens, float[] context, float[] pooled, float[] timeIds) {

    /** The same texts and size for each image. */
    static Conditioning of(EncodedPrompt negative, EncodedPrompt positive, TimeIds size, int images) {
        return new Conditioning(
                images,
                positive.ids().length,
                repeat(negative.promptEmbeds(), positive.promptEmbeds(), images),
                repeat(negative.pooledPromptEmbeds(), positive.pooledPromptEmbeds(), images),
                repeat(size.values(), size.values(), images));
    }

    /** The images of several requests side by side, in order. */
    static Conditioning together(List<Conditioning> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        return new Conditioning(
                parts.stream().mapToInt(Conditioning::images).sum(),
                parts.get(0).tokens(),
                halves(parts, Conditioning::context),
                halves(parts, Conditioning::pooled),
                halves(parts, Conditioning::timeIds));
    }

    int prompts() {
        return 2 * images;
    }

    private static float[] repeat(float[] negative, float[] positive, int images) {
        int length = positive.length;
        float[] all = new float[2 * images * length];
        for (int image = 0; image < images; image++) {
            System.arraycopy(negative, 0, all, image * length, length);
            System.arraycopy(positive, 0, all, (images + image) * length, length);
        }
        return all;
    }

    /** First all negative halves, then all positive ones. */
    private static float[] halves(List<Conditioning> parts, Function<Conditioning, float[]> values) {
        int total = parts.stream().map(values).mapToInt(v -> v.length).sum();
        float[] all = new float[total];
        int at = 0;
        for (Conditioning part : parts) {
            float[] own = values.apply(part);
            int half = own.length / 2;
            System.arraycopy(own, 0, all, at, half);
            System.arraycopy(own, half, all, total / 2 + at, half);
            at += half;
        }
        return all;
    }
}
