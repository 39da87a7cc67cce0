package io.wavemesh.local.command;

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
        throw new CommandFailedException("the text encoders are not connected");
    }
}
