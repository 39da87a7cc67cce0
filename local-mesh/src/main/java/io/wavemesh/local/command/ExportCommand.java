package io.wavemesh.local.command;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.onnx.Dialect;
import io.wavemesh.sdxl.onnx.OnnxExport;
import io.wavemesh.sdxl.onnx.Precision;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./wavemesh export}: a model folder in, ONNX graphs out. */
@Command(
        name = "export",
        description =
                "Writes the networks of a model folder as ONNX graphs. The weights are not copied: the graphs name"
                        + " the model folder's own safetensors files.",
        footer = {"", "Example:", "  ./wavemesh export models/nano-sdxl --out target/onnx"})
public final class ExportCommand extends VerboseCommand {
    @Parameters(paramLabel = "MODEL_DIR", description = "Folder of the base model in the layout of diffusers.")
    private Path base;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the graphs.")
    private Path out;

    @Option(names = "--variant", paramLabel = "NAME", description = "Read weights named *.NAME.safetensors.")
    private String variant;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "Type of the arithmetic: fp32 or fp16. Default: fp32.")
    private String dtype = "fp32";

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            description = "portable (standard operators) or cuda (ONNX Runtime's fused operators). Default: portable.")
    private String dialect = "portable";

    @Override
    public Integer call() {
        Precision precision = precision();
        Dialect operators = dialect();
        try (ModelFolder model = ModelFolder.open(base, Optional.ofNullable(variant))) {
            OnnxExport.write(model, out, precision, operators);
        }
        return 0;
    }

    private Precision precision() {
        return switch (dtype) {
            case "fp32" -> Precision.FP32;
            case "fp16" -> Precision.FP16;
            default -> throw refusal("--dtype must be fp32 or fp16, was '" + dtype + "'");
        };
    }

    private Dialect dialect() {
        return switch (dialect) {
            case "portable" -> Dialect.PORTABLE;
            case "cuda" -> Dialect.CUDA;
            default -> throw refusal("--dialect must be portable or cuda, was '" + dialect + "'");
        };
    }
}
