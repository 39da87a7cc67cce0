package io.wavemesh.local.command;

import io.wavemesh.generation.EncodedPrompt;
import io.wavemesh.generation.EngineOptions;
import io.wavemesh.generation.GenerationEngine;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./wavemesh encode-prompt}: a text in, its embeddings out. */
@Command(
        name = "encode-prompt",
        description = "Encodes a prompt with both text encoders, for comparing with other implementations.",
        footer = {
            "",
            "Keys of the output: input_ids and input_ids_2 int64 [1, 77], prompt_embeds [1, 77, C],",
            "pooled_prompt_embeds [1, P].",
            "",
            "Example:",
            "  ./wavemesh encode-prompt --base models/nano-sdxl --prompt \"a flower\" --out target/flower.safetensors"
        })
public final class EncodePromptCommand extends VerboseCommand {
    @Mixin
    private BaseModelOptions model;

    @Mixin
    private DeviceOption device;

    @Option(
            names = "--prompt",
            preprocessor = FreeText.class,
            required = true,
            paramLabel = "TEXT",
            description = "The text; may be empty.")
    private String prompt;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Safetensors file to write.")
    private Path out;

    @Override
    public Integer call() {
        device.check(this);
        EngineOptions options = device.comparing(EngineOptions.defaults());
        try (ModelFolder base = model.open();
                GenerationEngine engine = GenerationEngine.open(base, options)) {
            OutputFiles.prepareFile("--out", out);
            EncodedPrompt encoded = engine.encodePrompt(prompt);
            int tokens = encoded.ids().length;
            new SafetensorsWriter()
                    .add("input_ids", new long[] {1, tokens}, encoded.ids())
                    .add("input_ids_2", new long[] {1, encoded.ids2().length}, encoded.ids2())
                    .add("prompt_embeds", new long[] {1, tokens, encoded.width()}, encoded.promptEmbeds())
                    .add(
                            "pooled_prompt_embeds",
                            new long[] {1, encoded.pooledPromptEmbeds().length},
                            encoded.pooledPromptEmbeds())
                    .write(out);
        }
        return 0;
    }
}
