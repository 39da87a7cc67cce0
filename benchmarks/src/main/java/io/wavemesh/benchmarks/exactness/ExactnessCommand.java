package io.wavemesh.benchmarks.exactness;

import io.wavemesh.benchmarks.exactness.Deviation.Arithmetic;
import io.wavemesh.generation.EngineOptions;
import io.wavemesh.pictures.Picture;
import io.wavemesh.pictures.PictureFiles;
import io.wavemesh.pictures.PictureLimits;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.onnx.Precision;
import io.wavemesh.training.TrainingEngineOptions;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code exactness}: all networks, gradients and optimizer steps on a device, beside the CPU in fp32. */
@Command(
        name = "exactness",
        description =
                "Compares a device with the CPU in fp32: text encoders, UNet, VAE, denoising, gradients, optimizer steps,"
                        + " and whether trainings repeat to the bit. Exit code 1 if anything is out of tolerance.")
public final class ExactnessCommand implements Callable<Integer> {
    /** Orders of addition, and fused operators' approximations of exp and erf. */
    private static final double FP32 = 1e-4;
    /** Eleven bits of mantissa: 2.4e-4 a rounding, some hundred roundings in a row, grown by guidance. */
    private static final double FP16 = 2e-2;
    /** Eight bits of mantissa: 2e-3 a rounding; gradients pass the network twice. */
    private static final double BF16 = 0.1;

    private static final int TRAINING_STEPS = 6;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "Model folder; small: the CPU is slow.")
    private Path model;

    @Option(names = "--replay", required = true, paramLabel = "FILE", description = "Recorded batches (safetensors).")
    private Path replay;

    @Option(
            names = "--adapter",
            required = true,
            paramLabel = "DIR",
            description = "PEFT adapter folder; several times.")
    private List<Path> adapters;

    @Option(names = "--pictures", required = true, paramLabel = "DIR", description = "Pictures to encode and train on.")
    private Path pictures;

    @Option(
            names = "--device",
            defaultValue = "cuda:0",
            paramLabel = "NAME",
            description = "Default: ${DEFAULT-VALUE}.")
    private String device;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Adapter> read = new LinkedHashMap<>();
        adapters.forEach(folder -> read.put(folder.getFileName().toString(), AdapterFolder.read(folder)));
        List<Picture> subject = PictureFiles.readAll(pictures, PictureLimits.DEFAULT);
        List<Deviation> found = new ArrayList<>();
        boolean repeats;
        try (ModelFolder folder = ModelFolder.open(model)) {
            try (ServingExactness serving = new ServingExactness(folder, read)) {
                EngineOptions on = EngineOptions.defaults().withDevice(device);
                found.addAll(serving.compare(on.withPrecision(Precision.FP32), Arithmetic.FP32, FP32));
                if (!onCpu()) {
                    found.addAll(serving.compare(on.withPrecision(Precision.FP16), Arithmetic.FP16, FP16));
                }
                TrainingExactness training = new TrainingExactness(folder, replay);
                for (TrainingEngineOptions.Precision precision : precisions()) {
                    boolean full = precision == TrainingEngineOptions.Precision.FLOAT32;
                    Arithmetic arithmetic = full ? Arithmetic.FP32 : Arithmetic.BF16;
                    double tolerance = full ? FP32 : BF16;
                    TrainingEngineOptions options = options(precision);
                    found.addAll(training.networks(
                            ServingExactness.inputs(folder, serving.prompt()),
                            read,
                            subject.get(0),
                            options,
                            arithmetic,
                            tolerance));
                    read.forEach((name, adapter) ->
                            found.addAll(training.steps(name, adapter, options, arithmetic, tolerance)));
                }
                repeats = training.repeats(
                        Map.of("steps", TRAINING_STEPS, "batch", 2, "nFrequency", 16, "classNoun", "thing"),
                        subject,
                        options(precisions().get(precisions().size() - 1)).withDeterministic(true));
            }
        }
        print(out, found);
        out.printf(Locale.ROOT, "%ntwo trainings, and one resumed half-way, equal to the bit: %s%n", repeats);
        out.flush();
        return repeats && found.stream().allMatch(Deviation::holds) ? 0 : 1;
    }

    private boolean onCpu() {
        return device.equals("cpu");
    }

    /** The CPU computes in fp32 only. */
    private List<TrainingEngineOptions.Precision> precisions() {
        return onCpu()
                ? List.of(TrainingEngineOptions.Precision.FLOAT32)
                : List.of(TrainingEngineOptions.Precision.FLOAT32, TrainingEngineOptions.Precision.BFLOAT16);
    }

    private TrainingEngineOptions options(TrainingEngineOptions.Precision precision) {
        return new TrainingEngineOptions(
                device, precision, Runtime.getRuntime().availableProcessors(), TrainingEngineOptions.Activations.KEEP);
    }

    private static void print(PrintWriter out, List<Deviation> found) {
        out.println(
                "| quantity | arithmetic | largest difference / largest value | norm of difference / norm | tolerance | |");
        out.println("| --- | --- | --- | --- | --- | --- |");
        found.forEach(each -> out.printf(
                Locale.ROOT,
                "| %s | %s | %.1e | %.1e | %.0e | %s |%n",
                each.quantity(),
                each.arithmetic(),
                each.largest(),
                each.norm(),
                each.tolerance(),
                each.holds() ? "ok" : "OUT OF TOLERANCE"));
    }
}
