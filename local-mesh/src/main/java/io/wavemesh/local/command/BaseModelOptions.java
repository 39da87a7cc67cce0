package io.wavemesh.local.command;

import io.wavemesh.sdxl.model.ModelFolder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which base model a command works on. */
final class BaseModelOptions {
    @Option(
            names = "--base",
            required = true,
            paramLabel = "MODEL_DIR",
            description = "Folder of the base model in the layout of diffusers (a Hugging Face snapshot works).")
    private Path base;

    @Option(
            names = "--variant",
            paramLabel = "NAME",
            description = "Read weights named *.NAME.safetensors, for example fp16, beside the plain ones.")
    private String variant;

    /** Opens the model folder, which the caller closes. */
    ModelFolder open() {
        return ModelFolder.open(base, Optional.ofNullable(variant));
    }
}
