package io.wavemesh.training;

import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.network.ClipTextEncoder.Output;
import io.wavemesh.sdxl.tokenizer.PromptTokenizer;
import io.wavemesh.sdxl.tokenizer.PromptTokens;
import java.util.Arrays;
import java.util.List;

/** Encodes texts with both text encoders, one after the other, so that only one is in memory. */
final class PromptEncoder {

    /**
     * Encoded texts.
     *
     * @param context hidden states of both encoders side by side, [texts, 77, width]
     * @param textEmbeds pooled output of the second, [texts, P]
     */
    record Embeddings(FloatTensor context, FloatTensor textEmbeds) {}

    private final TorchRuntime runtime;
    private final ModelFolder model;
    private final TrainingEngineOptions options;

    PromptEncoder(TorchRuntime runtime, ModelFolder model, TrainingEngineOptions options) {
        this.runtime = runtime;
        this.model = model;
        this.options = options;
    }

    Embeddings encode(List<String> texts) {
        try (PromptTokenizer tokenizer = PromptTokenizer.of(model)) {
            List<PromptTokens> tokens = texts.stream().map(tokenizer::encode).toList();
            Output<FloatTensor> first = encode(
                    Component.TEXT_ENCODER,
                    tokens.stream().map(PromptTokens::ids).toList());
            Output<FloatTensor> second = encode(
                    Component.TEXT_ENCODER_2,
                    tokens.stream().map(PromptTokens::ids2).toList());
            return new Embeddings(sideBySide(first.penultimate(), second.penultimate()), second.pooled());
        }
    }

    private Output<FloatTensor> encode(Component component, List<long[]> sequences) {
        long[] ids = sequences.stream().flatMapToLong(Arrays::stream).toArray();
        try (TextEncoder encoder = new TextEncoder(runtime, model, component, options)) {
            return encoder.encode(ids, sequences.size());
        }
    }

    private static FloatTensor sideBySide(FloatTensor a, FloatTensor b) {
        int rows = (int) (a.shape()[0] * a.shape()[1]);
        int widthA = (int) a.shape()[2];
        int widthB = (int) b.shape()[2];
        float[] joined = new float[rows * (widthA + widthB)];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(a.values(), row * widthA, joined, row * (widthA + widthB), widthA);
            System.arraycopy(b.values(), row * widthB, joined, row * (widthA + widthB) + widthA, widthB);
        }
        return new FloatTensor(joined, a.shape()[0], a.shape()[1], widthA + widthB);
    }
}
