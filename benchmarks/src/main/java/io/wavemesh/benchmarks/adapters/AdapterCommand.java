package io.wavemesh.benchmarks.adapters;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterFolder;
import io.wavemesh.waveft.safetensors.DType;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adapter}: adapter folders with random numbers. */
@Command(
        name = "adapter",
        description =
                "Writes adapter folders with random numbers for a model: WaveFT (db1) and SHiRA with 2592 numbers a layer"
                        + " and scaling 25, or LoRA of rank 1.")
public final class AdapterCommand implements Callable<Integer> {
    @Option(names = "--help", usageHelp = true, description = "Show this help and end.")
    private boolean help;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Model folder.")
    private Path model;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Gets one folder an adapter: <method>-<number>.")
    private Path out;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "waveft",
            description = "waveft, shira or lora. Default: ${DEFAULT-VALUE}.")
    private String method;

    @Option(names = "--count", defaultValue = "1", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Of the first adapter's numbers; the next has the next. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--deviation",
            paramLabel = "N",
            defaultValue = "1e-3",
            description = "Of the numbers. Default: ${DEFAULT-VALUE}.")
    private double deviation;

    @Option(names = "--same-positions", description = "All adapters change the same weights, as trainers' defaults do.")
    private boolean samePositions;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (count < 1) {
            throw new IllegalArgumentException("--count must be at least 1, was " + count);
        }
        long start = System.nanoTime();
        try (ModelFolder folder = ModelFolder.open(model)) {
            RandomAdapters adapters = new RandomAdapters(folder, deviation);
            IntStream.range(0, count).parallel().forEach(i -> {
                long positions = RandomAdapters.SHARED_POSITIONS + (samePositions ? 0 : i);
                Adapter adapter = adapters.adapter(method, seed + i, positions);
                AdapterFolder.write(adapter, out.resolve(method + "-" + i), DType.F32);
            });
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        spec.commandLine().getOut().printf(Locale.ROOT, "%d adapters in %.1f s: %s%n", count, seconds, out);
        return 0;
    }
}
