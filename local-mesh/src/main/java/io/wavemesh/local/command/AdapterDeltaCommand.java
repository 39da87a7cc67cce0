package io.wavemesh.local.command;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./wavemesh adapter delta}: the change to each adapted weight. */
@Command(
        name = "delta",
        description = "Writes the delta weights of an adapter: one key an adapted module (its path), fp32 [out, in],"
                + " scaling included.",
        footer = {
            "",
            "Example:",
            "  ./wavemesh adapter delta target/tulip --base models/nano-sdxl --out target/delta.safetensors"
        })
final class AdapterDeltaCommand extends VerboseCommand {
    @Parameters(paramLabel = "DIR", description = "Adapter folder.")
    private Path folder;

    @Mixin
    private BaseModelOptions model;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Safetensors file to write.")
    private Path out;

    @Override
    public Integer call() {
        throw new CommandFailedException("adapters are not connected");
    }
}
