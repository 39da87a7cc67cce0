package io.wavemesh.local.command;

import io.wavemesh.waveft.adapter.AdapterExport;
import io.wavemesh.waveft.adapter.AdapterFolder;
import io.wavemesh.waveft.safetensors.DType;
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
        DType type = type();
        AdapterFolder.read(folder); // refused before a folder is made
        OutputFiles.prepareFolder("--out", out);
        AdapterExport.convert(folder, out, type);
        return 0;
    }

    private DType type() {
        return switch (dtype) {
            case "float32" -> DType.F32;
            case "float16" -> DType.F16;
            case "bfloat16" -> DType.BF16;
            default -> throw refusal("--dtype must be float32, float16 or bfloat16, was '" + dtype + "'");
        };
    }
}
