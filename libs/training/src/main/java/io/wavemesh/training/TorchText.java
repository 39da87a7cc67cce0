package io.wavemesh.training;

import io.wavemesh.sdxl.torchscript.TorchScriptArchive;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** TorchScript that is written by hand. */
final class TorchText {
    private static final int LONG_SEQUENCES = 64;

    private TorchText() {}

    /** An empty module that computes as the options say. */
    static TorchScriptArchive archive(TrainingEngineOptions options, int dtype) {
        TrainingTuning tuning = options.tuning();
        TorchScriptArchive archive =
                new TorchScriptArchive(options.device(), dtype).channelsLast(tuning.channelsLast());
        return switch (tuning.attention()) {
            case LIBTORCH -> archive;
            case CUDNN -> archive.cudnnAttention(LONG_SEQUENCES);
            // deterministic steps at SDXL's size failed with it over the text's 77 tokens
            case CUDNN_ALWAYS -> archive.cudnnAttention(options.deterministic() ? LONG_SEQUENCES : 1);
        };
    }

    static String resource(String name) {
        try (InputStream in = TorchText.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
