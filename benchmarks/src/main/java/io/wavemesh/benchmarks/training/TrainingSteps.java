package io.wavemesh.benchmarks.training;

import io.wavemesh.benchmarks.program.Ceiling;
import io.wavemesh.benchmarks.program.Device;
import io.wavemesh.benchmarks.program.Measurement;
import io.wavemesh.benchmarks.program.MemoryWatch;
import io.wavemesh.benchmarks.program.Results;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.onnx.TargetLayer;
import io.wavemesh.sdxl.reference.NetworkCosts;
import io.wavemesh.sdxl.reference.StepCost;
import io.wavemesh.training.ReplayFile;
import io.wavemesh.training.TrainingEngine;
import io.wavemesh.training.TrainingEngineOptions;
import io.wavemesh.training.TrainingOutcome;
import io.wavemesh.training.TrainingPhase;
import io.wavemesh.training.TrainingPlan;
import io.wavemesh.training.TrainingResult;
import io.wavemesh.training.TrainingStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** An engine with one set of options, and what is measured with it. It is loaded when first needed, and again after a failure. */
final class TrainingSteps implements AutoCloseable {
    private static final int PICTURES = 4;
    private static final long SIXTEEN_GIBI = 16L << 30;
    private static final int LOSSES = 5;
    private static final double MILLIS = 1e3;

    /** What all rows share. */
    record Settings(String method, int resolution, int steps, int warmUp, int replay) {}

    private final ModelFolder model;
    private final TrainingEngineOptions options;
    private final String activations;
    private final Device device;
    private final Settings settings;
    private final Supplier<Ceiling> ceiling;
    private final MemoryWatch memory;
    private final Results rows;
    private TrainingEngine engine;
    private final OptionalLong unused;
    private OptionalLong base = OptionalLong.empty();

    TrainingSteps(
            ModelFolder model,
            TrainingEngineOptions options,
            String activations,
            Settings settings,
            Supplier<Ceiling> ceiling,
            MemoryWatch memory,
            Results rows) {
        this.model = model;
        this.options = options;
        this.activations = activations;
        this.device = new Device(options.device());
        this.settings = settings;
        this.ceiling = ceiling;
        this.memory = memory;
        this.unused = memory.now();
        this.rows = rows;
    }

    private TrainingEngine engine() {
        if (engine == null) {
            Measurement load = Measurement.of(1, () -> engine = TrainingEngine.open(model, options));
            ceiling.get();
            device.releaseCache();
            base = memory.now();
            rows.version("libtorch", engine.libraryVersion());
            Map<String, Object> row = row("load");
            load.addTo(row);
            putBase(row);
            rows.add(row);
        }
        return engine;
    }

    private void putBase(Map<String, Object> row) {
        if (base.isPresent() && unused.isPresent()) {
            row.put("base_bytes", base.getAsLong() - unused.getAsLong());
        }
    }

    private Map<String, Object> row(String what) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", what);
        row.put("activations", activations);
        row.put("deterministic", options.deterministic());
        return row;
    }

    /** Measures steps of so many pictures. */
    void batch(int batch) {
        Map<String, Object> row = row("step");
        row.put("batch", batch);
        row.put("resolution", settings.resolution());
        attempt(row, () -> {
            TrainingEngine loaded = engine();
            StepTimes times = new StepTimes(settings.warmUp());
            device.releaseCache();
            memory.restart();
            TrainingOutcome outcome = loaded.train(
                    plan(batch, settings.warmUp() + settings.steps()),
                    RandomPictures.of(PICTURES, settings.resolution()),
                    times);
            TrainingResult result = outcome.orThrow();
            times.measurement().addTo(row);
            putPeak(row);
            ceiling.get()
                    .addTo(row, cost(batch).operations(), times.measurement().median());
            putLosses(row, times);
            row.put("text_ms", millis(result, TrainingPhase.TEXT));
            row.put("latents_ms", millis(result, TrainingPhase.LATENTS));
            row.put("pictures", PICTURES);
        });
    }

    /** Measures whether the loss of one batch falls that is trained on again and again. */
    void replay() {
        Map<String, Object> row = row("replay");
        row.put("batch", 1);
        attempt(row, () -> {
            StepTimes times = new StepTimes(Math.min(settings.warmUp(), settings.replay() / 2));
            replay(times);
            times.measurement().addTo(row);
            putPeak(row);
            putLosses(row, times);
        });
    }

    private void replay(StepTimes times) {
        try {
            Path file = Files.createTempFile("fixed-batch", ".safetensors");
            try {
                new FixedBatch().write(file, model, 1, settings.resolution(), settings.replay());
                TrainingEngine loaded = engine();
                device.releaseCache();
                memory.restart();
                try (ReplayFile recorded = ReplayFile.open(file)) {
                    loaded.replay(recorded, plan(1, settings.replay()), TrainingStart.SCRATCH, times)
                            .orThrow();
                }
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A combination that fails ends the engine. */
    private void attempt(Map<String, Object> row, Runnable work) {
        if (!rows.attempt(row, work)) {
            close();
        }
    }

    private void putPeak(Map<String, Object> row) {
        putBase(row);
        if (base.isPresent() && memory.peak().isPresent()) {
            long peak = memory.peak().getAsLong() - base.getAsLong();
            row.put("peak_bytes", peak);
            row.put("within_16_gib", peak <= SIXTEEN_GIBI);
        }
    }

    private static void putLosses(Map<String, Object> row, StepTimes times) {
        row.put("loss_first", times.first(LOSSES));
        row.put("loss_last", times.last(LOSSES));
    }

    private static double millis(TrainingResult result, TrainingPhase phase) {
        return result.durations().getOrDefault(phase, Duration.ZERO).toNanos() * 1e-9 * MILLIS;
    }

    private StepCost cost(int batch) {
        int side = settings.resolution() / model.vaeConfig().factor();
        return NetworkCosts.unetStep(
                new UNet(model.unetConfig()), batch, side, side, TargetLayer::isAttentionProjection);
    }

    private TrainingPlan plan(int batch, int steps) {
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("method", settings.method());
        plan.put("batch", (long) batch);
        plan.put("steps", (long) steps);
        plan.put("resolution", (long) settings.resolution());
        plan.put("classNoun", "thing");
        return TrainingPlan.resolve(plan, model);
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
            engine = null;
            device.releaseCache();
        }
    }
}
