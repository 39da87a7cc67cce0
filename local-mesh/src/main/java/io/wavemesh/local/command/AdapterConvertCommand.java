package io.wavemesh.local.command;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./wavemesh adapter convert}: the same adapter with values of another type. */
@Command(
        name = "convert",
        description = "Writes the same adapter with values of another type.",
        footer = {"", "Example:", "  ./wavemesh adapter convert target/tulip --out target/tulip-half --dtype float16"})
final class AdapterConvertCommand extends VerboseCommand {
    @Parameters(paramLabel = "DIR", description = "Adapter folder.")
    private Path folder;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write to.")
    private Path out;

    @Option(names = "--dtype", required = true, paramLabel = "TYPE", description = "float32, float16 or bfloat16.")
    private String dtype;

    @Override
    public Integer call() {
        throw new CommandFailedException("adapters are not connected");
    }
}
