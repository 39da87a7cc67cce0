package io.wavemesh.local.command;

import io.wavemesh.local.ProgressBar;
import io.wavemesh.pictures.Picture;
import io.wavemesh.pictures.PictureFiles;
import io.wavemesh.pictures.PictureLimits;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.reference.NetworkCosts;
import io.wavemesh.training.CheckpointSink;
import io.wavemesh.training.ReplayFile;
import io.wavemesh.training.TrainingEngine;
import io.wavemesh.training.TrainingListener;
import io.wavemesh.training.TrainingOutcome;
import io.wavemesh.training.TrainingPlan;
import io.wavemesh.training.TrainingStart;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterFolder;
import io.wavemesh.waveft.json.Json;
import io.wavemesh.waveft.safetensors.DType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./wavemesh train}: pictures, or recorded batches, in; an adapter folder out. */
@Command(
        name = "train",
        description = "Trains an adapter on a folder of pictures, or on recorded batches (--replay).",
        footer = {
            "",
            "Defaults are the paper's settings, or better ones from the base model's own wavemesh.json.",
            "",
            "Example:",
            "  ./wavemesh train --base models/nano-sdxl --pictures examples/subjects/tulip --class-noun flower \\",
            "      --out target/tulip"
        })
public final class TrainCommand extends VerboseCommand {
    @Mixin
    private BaseModelOptions model;

    @Mixin
    private DeviceOption device;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "ADAPTER_DIR",
            description = "Folder to write the adapter to (PEFT's layout); its files are replaced.")
    private Path out;

    @Option(names = "--pictures", paramLabel = "DIR", description = "Folder with the subject's pictures.")
    private Path pictures;

    @Option(
            names = "--class-noun",
            preprocessor = FreeText.class,
            paramLabel = "NOUN",
            description = "Ordinary word for what the subject is, for example dog.")
    private String classNoun;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "Safetensors file of recorded batches, all trained once in order at a constant learning rate,"
                    + " instead of pictures.")
    private Path replay;

    @Option(names = "--method", paramLabel = "NAME", description = "waveft, shira or lora.")
    private String method;

    @Option(
            names = "--instance-token",
            preprocessor = FreeText.class,
            paramLabel = "WORD",
            description = "Rare word bound to the subject in the prompt. Default: zjw.")
    private String instanceToken;

    @Option(names = "--steps", paramLabel = "N", description = "Optimizer steps.")
    private Integer steps;

    @Option(names = "--batch", paramLabel = "N", description = "Pictures a step.")
    private Integer batch;

    @Option(names = "--learning-rate", paramLabel = "X", description = "AdamW's learning rate.")
    private Double learningRate;

    @Option(names = "--weight-decay", paramLabel = "X", description = "AdamW's weight decay.")
    private Double weightDecay;

    @Option(names = "--clip", paramLabel = "X", description = "Largest norm of the gradient.")
    private Double clip;

    @Option(names = "--scaling", paramLabel = "X", description = "Factor on the delta weights (waveft, shira).")
    private Double scaling;

    @Option(names = "--n-frequency", paramLabel = "N", description = "Coefficients a layer (waveft, shira).")
    private Integer nFrequency;

    @Option(
            names = "--proportional",
            description = "Share the coefficients out in proportion to the layers' sizes (waveft, shira).")
    private Boolean proportional;

    @Option(
            names = "--pattern",
            preprocessor = FreeText.class,
            paramLabel = "JSON",
            description = "Coefficients by layer, as PEFT's n_frequency_pattern: {\"to_v\": 500}.")
    private String pattern;

    @Option(names = "--wavelet-family", paramLabel = "NAME", description = "db1, db2, sym4, coif1 and so on (waveft).")
    private String waveletFamily;

    @Option(
            names = "--location-seed",
            paramLabel = "N",
            description = "Seed of the coefficients' positions, 0 to 4294967295 (waveft, shira). Default: 777.")
    private Long locationSeed;

    @Option(names = "--rank", paramLabel = "R", description = "Rank (lora).")
    private Integer rank;

    @Option(names = "--alpha", paramLabel = "A", description = "Alpha; the scaling is alpha / rank (lora).")
    private Double alpha;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of all random draws of the training.")
    private Long seed;

    @Option(
            names = "--init",
            paramLabel = "ADAPTER_DIR",
            description = "Start from this adapter's values; its method, counts, positions and scaling are kept.")
    private Path init;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Write a JSON line a step: step, loss, gradNorm (before clipping), learningRate, seconds.")
    private Path trace;

    @Override
    public Integer call() {
        checkSource();
        checkNumbers();
        device.check(this);
        Optional<Adapter> initial = Optional.ofNullable(init).map(AdapterFolder::read);
        try (ModelFolder base = model.open()) {
            TrainingPlan plan = initial.isPresent()
                    ? TrainingPlan.continuing(initial.get(), settings(), base)
                    : TrainingPlan.resolve(settings(), base);
            TrainingStart start =
                    initial.<TrainingStart>map(TrainingStart.FromAdapter::new).orElse(TrainingStart.SCRATCH);
            initial.ifPresent(adapter -> adapter.requireFits(NetworkCosts.linearLayers(new UNet(base.unetConfig()))));
            AdapterFolder.write(train(base, plan, start), out, DType.F32);
        }
        return 0;
    }

    private Adapter train(ModelFolder base, TrainingPlan plan, TrainingStart start) {
        if (replay != null) {
            try (ReplayFile file = ReplayFile.open(replay)) {
                return train(base, (engine, listener) -> engine.replay(file, plan, start, listener));
            }
        }
        List<Picture> read = PictureFiles.readAll(pictures, PictureLimits.DEFAULT);
        return train(base, (engine, listener) -> engine.train(plan, read, start, CheckpointSink.NONE, listener));
    }

    private Adapter train(ModelFolder base, BiFunction<TrainingEngine, TrainingListener, TrainingOutcome> training) {
        OutputFiles.prepareFolder("--out", out);
        if (trace != null) {
            OutputFiles.prepareFile("--trace", trace);
        }
        StepTrace steps =
                new StepTrace(new ProgressBar(err(), ProgressBar.Style.detect(ProgressBar.Style.SILENT), "training"));
        try (TrainingEngine engine = TrainingEngine.open(base, device.training())) {
            return training.apply(engine, steps).orThrow().adapter();
        } finally {
            steps.end(Optional.ofNullable(trace));
        }
    }

    /** The options that were given, by the names of the library. */
    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("method", method);
        settings.put("classNoun", classNoun);
        settings.put("instanceToken", instanceToken);
        settings.put("steps", steps);
        settings.put("batch", batch);
        settings.put("learningRate", learningRate);
        settings.put("weightDecay", weightDecay);
        settings.put("clip", clip);
        settings.put("scaling", scaling);
        settings.put("nFrequency", nFrequency);
        settings.put("proportionalParameters", proportional);
        settings.put("nFrequencyPattern", pattern == null ? null : patternCounts());
        settings.put("waveletFamily", waveletFamily);
        settings.put("randomLocSeed", locationSeed);
        settings.put("rank", rank);
        settings.put("alpha", alpha);
        settings.put("seed", seed);
        settings.values().removeIf(Objects::isNull);
        return settings;
    }

    private Object patternCounts() {
        try {
            return Json.parse(pattern);
        } catch (IllegalArgumentException cause) {
            throw refusal("--pattern is not JSON: " + cause.getMessage());
        }
    }

    private void checkSource() {
        if (replay == null) {
            if (pictures == null || classNoun == null) {
                throw refusal("--pictures and --class-noun are needed, or --replay");
            }
            if (classNoun.isBlank()) {
                throw refusal("--class-noun must not be empty");
            }
            return;
        }
        refuse(
                "--replay",
                given(
                        "--pictures",
                        pictures,
                        "--class-noun",
                        classNoun,
                        "--instance-token",
                        instanceToken,
                        "--steps",
                        steps,
                        "--batch",
                        batch));
    }

    private void checkNumbers() {
        requirePositive("--steps", steps);
        requirePositive("--batch", batch);
        requirePositive("--learning-rate", learningRate);
        requireNotNegative("--weight-decay", weightDecay);
        requirePositive("--clip", clip);
        requirePositive("--n-frequency", nFrequency);
        requirePositive("--rank", rank);
        requirePositive("--alpha", alpha);
        if (scaling != null && !Double.isFinite(scaling)) {
            throw refusal("--scaling must be a finite number, was " + scaling);
        }
        if (locationSeed != null && (locationSeed < 0 || locationSeed > 0xFFFFFFFFL)) {
            throw refusal("--location-seed must be in 0..4294967295, was " + locationSeed);
        }
    }

    private void refuse(String option, Map<String, Object> others) {
        others.forEach((name, value) -> {
            if (value != null) {
                throw refusal(name + " does not apply together with " + option);
            }
        });
    }

    private static Map<String, Object> given(Object... namesAndValues) {
        Map<String, Object> given = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return given;
    }
}
