package io.wavemesh.local.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
        check();
        throw new CommandFailedException("training is not connected");
    }

    private void check() {
        checkSource();
        checkNumbers();
        if (init != null) {
            checkInit();
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

    private void checkInit() {
        refuse(
                "--init",
                given(
                        "--method",
                        method,
                        "--scaling",
                        scaling,
                        "--n-frequency",
                        nFrequency,
                        "--proportional",
                        proportional,
                        "--pattern",
                        pattern,
                        "--wavelet-family",
                        waveletFamily,
                        "--location-seed",
                        locationSeed,
                        "--rank",
                        rank,
                        "--alpha",
                        alpha));
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
