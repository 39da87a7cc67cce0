package io.wavemesh.generation;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.onnx.OnnxNetworks;
import io.wavemesh.sdxl.onnx.Precision;
import io.wavemesh.sdxl.tokenizer.PromptTokenizer;
import io.wavemesh.sdxl.tokenizer.PromptTokens;

/** Both tokenizers and text encoders of a model. */
final class TextEncoders implements AutoCloseable {
    private static final int PENULTIMATE = 0;
    private static final int POOLED = 2;

    private final OrtEnvironment environment;
    private final PromptTokenizer tokenizer;
    private final NetworkSession first;
    private final NetworkSession second;

    TextEncoders(SessionFactory sessions, ModelFolder folder, OnnxNetworks networks, Precision precision) {
        this.environment = sessions.environment();
        this.tokenizer = PromptTokenizer.of(folder);
        this.first =
                sessions.openSeldomUsed("first text encoder", networks.textEncoder(Component.TEXT_ENCODER, precision));
        this.second = sessions.openSeldomUsed(
                "second text encoder", networks.textEncoder(Component.TEXT_ENCODER_2, precision));
    }

    EncodedPrompt encode(String prompt) {
        PromptTokens tokens = tokenizer.encode(prompt);
        try (Tensors firstIds = ids(tokens.ids());
                Tensors secondIds = ids(tokens.ids2());
                OrtSession.Result firstOut = first.run(firstIds);
                OrtSession.Result secondOut = second.run(secondIds)) {
            float[] narrow = NetworkSession.floats(firstOut, PENULTIMATE);
            float[] wide = NetworkSession.floats(secondOut, PENULTIMATE);
            return new EncodedPrompt(
                    tokens.ids(),
                    tokens.ids2(),
                    sideBySide(narrow, wide, tokens.ids().length),
                    NetworkSession.floats(secondOut, POOLED));
        }
    }

    private Tensors ids(long[] ids) {
        return new Tensors(environment).longs("input_ids", ids, 1, ids.length);
    }

    private static float[] sideBySide(float[] a, float[] b, int rows) {
        float[] both = new float[a.length + b.length];
        int left = a.length / rows;
        int right = b.length / rows;
        for (int row = 0; row < rows; row++) {
            System.arraycopy(a, row * left, both, row * (left + right), left);
            System.arraycopy(b, row * right, both, row * (left + right) + left, right);
        }
        return both;
    }

    @Override
    public void close() {
        first.close();
        second.close();
        tokenizer.close();
    }
}
