package io.wavemesh.benchmarks.training;

import io.wavemesh.benchmarks.program.BenchmarkCommand;
import io.wavemesh.benchmarks.program.Ceiling;
import io.wavemesh.benchmarks.program.Column;
import io.wavemesh.benchmarks.program.MemoryWatch;
import io.wavemesh.benchmarks.program.Results;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.training.TrainingEngineOptions;
import io.wavemesh.training.TrainingEngineOptions.Activations;
import io.wavemesh.training.TrainingTuning;
import io.wavemesh.training.TrainingTuning.Attention;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code train}: times of optimizer steps. */
@Command(
        name = "train",
        description = "Measures optimizer steps of WaveFT at several batch sizes, with activations kept or recomputed.")
public final class TrainCommand extends BenchmarkCommand {
    @Option(
            names = "--batch",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,4,8",
            description = "Default: ${DEFAULT-VALUE}.")
    private List<Integer> batches;

    @Option(
            names = "--activations",
            paramLabel = "MODE",
            split = ",",
            defaultValue = "keep,recompute",
            description = "keep, recompute, auto (kept where memory allows) or auto:GIB (kept within that).%n"
                    + "Default: ${DEFAULT-VALUE}.")
    private List<String> activations;

    @Option(
            names = "--deterministic",
            arity = "1",
            split = ",",
            defaultValue = "false",
            paramLabel = "BOOLEAN",
            description = "Default: ${DEFAULT-VALUE}.")
    private List<Boolean> deterministic;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "30",
            description = "Measured steps. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "10",
            description = "Steps before. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "Steps between two looks at the device: a time is the mean of so many. Default: ${DEFAULT-VALUE}.")
    private int window;

    @Option(
            names = "--replay",
            paramLabel = "N",
            defaultValue = "40",
            description = "Steps on one fixed batch. Default: ${DEFAULT-VALUE}.")
    private int replay;

    @Option(
            names = "--resolution",
            paramLabel = "N",
            defaultValue = "1024",
            description = "In pixels. Default: ${DEFAULT-VALUE}.")
    private int resolution;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "waveft",
            description = "waveft, shira or lora. Default: ${DEFAULT-VALUE}.")
    private String method;

    @Option(
            names = "--tuning",
            paramLabel = "NAME=VALUE",
            description =
                    "Another choice for attention (libtorch, cudnn, cudnn_always), channelsLast, splitGates, graph or"
                            + " joinProjections (true, false); may be repeated.")
    private Map<String, String> tuning = Map.of();

    private Ceiling ceiling;

    @Override
    public List<Column> columns() {
        return List.of(
                Column.of("what", "what", 7),
                Column.of("batch", "batch", 5),
                Column.of("activations", "activations", 11),
                Column.of("deterministic", "determ.", 7),
                Column.number("median_ms", "median ms", 1),
                Column.number("min_ms", "min ms", 1),
                Column.of("runs", "runs", 4),
                Column.gibi("base_bytes", "base GiB"),
                Column.gibi("peak_bytes", "peak GiB over it"),
                Column.number("tflops", "TFLOP/s", 2),
                Column.percent("share", "% of matrix"),
                Column.number("text_ms", "text ms", 0),
                Column.number("latents_ms", "latents ms", 0),
                Column.number("loss_first", "first loss", 4),
                Column.number("loss_last", "last loss", 4));
    }

    @Override
    protected void measure(ModelFolder folder, Results rows) {
        rows.head("resolution", resolution);
        rows.head("method", method);
        TrainingSteps.Settings settings = new TrainingSteps.Settings(method, resolution, steps, warmUp, replay);
        try (MemoryWatch memory = MemoryWatch.of(device())) {
            for (boolean exact : deterministic) {
                for (String kept : activations) {
                    TrainingEngineOptions usual = trainingOptions().withDeterministic(exact);
                    TrainingEngineOptions options = with(usual.withTuning(tuned(usual.tuning())), kept);
                    try (TrainingSteps work =
                            new TrainingSteps(folder, options, kept, settings, () -> ceiling(rows), memory, rows)) {
                        measure(work, kept + (exact ? ", deterministic" : ""), rows);
                    }
                }
            }
        }
    }

    /** Measured once, when an engine is loaded: what libtorch reads at its start is the engine's to say. */
    private Ceiling ceiling(Results rows) {
        if (ceiling == null) {
            ceiling = Ceiling.measure(device());
            rows.head("ceiling", ceiling.fields());
        }
        return ceiling;
    }

    private void measure(TrainingSteps work, String what, Results rows) {
        for (int batch : batches) {
            if (budget().allowsAnother()) {
                budget().part(() -> work.batch(batch));
            } else {
                rows.skip("batch " + batch + ", " + what);
            }
        }
        if (replay > 0 && budget().allowsAnother()) {
            work.replay();
        }
    }

    private TrainingTuning tuned(TrainingTuning usual) {
        TrainingTuning tuned = usual.withReadEvery(window);
        for (Map.Entry<String, String> choice : tuning.entrySet()) {
            boolean flag = Boolean.parseBoolean(choice.getValue());
            tuned = switch (choice.getKey()) {
                case "attention" ->
                    tuned.withAttention(Attention.valueOf(choice.getValue().toUpperCase(Locale.ROOT)));
                case "channelsLast" -> tuned.withChannelsLast(flag);
                case "splitGates" -> tuned.withSplitGates(flag);
                case "graph" -> tuned.withGraph(flag);
                case "joinProjections" -> tuned.withJoinProjections(flag);
                default -> throw new IllegalArgumentException("--tuning: there is no choice " + choice.getKey());
            };
        }
        return tuned;
    }

    private static TrainingEngineOptions with(TrainingEngineOptions options, String activations) {
        if (activations.matches("auto:\\d{1,4}")) {
            long bytes = Long.parseLong(activations.substring(activations.indexOf(':') + 1)) << 30;
            return options.withActivations(Activations.AUTO)
                    .withTuning(options.tuning().withActivationBytes(bytes));
        }
        if (!activations.matches("keep|recompute|auto")) {
            throw new IllegalArgumentException(
                    "--activations must be keep, recompute, auto or auto:GIB, was '" + activations + "'");
        }
        return options.withActivations(Activations.valueOf(activations.toUpperCase(Locale.ROOT)));
    }
}
