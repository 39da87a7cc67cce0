package io.wavemesh.benchmarks.exactness;

import io.wavemesh.benchmarks.exactness.Deviation.Arithmetic;
import io.wavemesh.pictures.Picture;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.reference.Tensor;
import io.wavemesh.sdxl.reference.UNetInputs;
import io.wavemesh.training.Checkpoint;
import io.wavemesh.training.CheckpointSink;
import io.wavemesh.training.LossGradient;
import io.wavemesh.training.ReplayFile;
import io.wavemesh.training.TorchUNet;
import io.wavemesh.training.TrainingEngine;
import io.wavemesh.training.TrainingEngineOptions;
import io.wavemesh.training.TrainingListener;
import io.wavemesh.training.TrainingPlan;
import io.wavemesh.training.TrainingStart;
import io.wavemesh.waveft.adapter.Adapter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** UNet, VAE encoder, gradients and optimizer steps of the trainer, on the CPU and on a device. */
final class TrainingExactness {
    private static final Map<String, Object> OPTIMIZER = Map.of("learningRate", 2e-3, "weightDecay", 1e-2, "clip", 0.5);
    /**
     * Below this share of the greatest gradient an entry is rounding noise of fp32; AdamW's first steps divide it by its own
     * size, so that no two orders of addition agree on it.
     */
    private static final float NOISE = 1e-3f;

    private final ModelFolder model;
    private final Path replay;

    TrainingExactness(ModelFolder model, Path replay) {
        this.model = model;
        this.replay = replay;
    }

    /** The network's answer, without and with adapters, and the VAE's encoding. */
    List<Deviation> networks(
            io.wavemesh.generation.UNetInputs inputs,
            Map<String, Adapter> adapters,
            Picture picture,
            TrainingEngineOptions device,
            Arithmetic arithmetic,
            double tolerance) {
        List<Deviation> found = new ArrayList<>();
        UNetInputs same = convert(inputs);
        found.add(unet("no adapter", same, Optional.empty(), device, arithmetic, tolerance));
        adapters.forEach(
                (name, adapter) -> found.add(unet(name, same, Optional.of(adapter), device, arithmetic, tolerance)));
        int side = same.sample().shape()[2] * model.vaeConfig().factor();
        try (TrainingEngine cpu = TrainingEngine.open(model, TrainingEngineOptions.cpu());
                TrainingEngine other = TrainingEngine.open(model, device)) {
            found.add(Deviation.of(
                    "VAE encoder", arithmetic, other.encode(picture, side), cpu.encode(picture, side), tolerance));
        }
        return found;
    }

    private Deviation unet(
            String name,
            UNetInputs inputs,
            Optional<Adapter> adapter,
            TrainingEngineOptions device,
            Arithmetic arithmetic,
            double tolerance) {
        try (TorchUNet cpu = TorchUNet.open(model, adapter);
                TorchUNet other = TorchUNet.open(model, adapter, device)) {
            return Deviation.of(
                    "UNet, " + name + " (training)",
                    arithmetic,
                    other.predict(inputs).values(),
                    cpu.predict(inputs).values(),
                    tolerance);
        }
    }

    /** Loss, gradient and the recorded optimizer steps from an adapter. */
    List<Deviation> steps(
            String name, Adapter adapter, TrainingEngineOptions device, Arithmetic arithmetic, double tolerance) {
        Trained expected = train(adapter, TrainingEngineOptions.cpu());
        Trained found = train(adapter, device);
        float most = 0;
        for (float value : expected.gradient.values()) {
            most = Math.max(most, Math.abs(value));
        }
        int kept = 0;
        float[] sure = new float[expected.numbers.length];
        float[] sureFound = new float[expected.numbers.length];
        for (int i = 0; i < sure.length; i++) {
            if (Math.abs(expected.gradient.values()[i]) >= NOISE * most) {
                sure[kept] = expected.numbers[i];
                sureFound[kept++] = found.numbers[i];
            }
        }
        return List.of(
                Deviation.of(
                        "gradient, " + name,
                        arithmetic,
                        found.gradient.values(),
                        expected.gradient.values(),
                        tolerance),
                Deviation.of("losses of the steps, " + name, arithmetic, found.losses, expected.losses, tolerance),
                Deviation.of(
                        "numbers after the steps, " + name,
                        arithmetic,
                        Arrays.copyOf(sureFound, kept),
                        Arrays.copyOf(sure, kept),
                        tolerance));
    }

    private record Trained(LossGradient gradient, float[] losses, float[] numbers) {}

    private Trained train(Adapter adapter, TrainingEngineOptions options) {
        TrainingPlan plan = TrainingPlan.continuing(adapter, OPTIMIZER, model);
        TrainingStart start = new TrainingStart.FromAdapter(adapter);
        List<Double> losses = new ArrayList<>();
        try (TrainingEngine engine = TrainingEngine.open(model, options);
                ReplayFile file = ReplayFile.open(replay)) {
            LossGradient gradient = engine.gradient(file, plan, start);
            Adapter trained = engine.replay(file, plan, start, step -> losses.add(step.loss()))
                    .orThrow()
                    .adapter();
            float[] values = new float[losses.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = losses.get(i).floatValue();
            }
            return new Trained(gradient, values, engine.numbers(trained));
        }
    }

    /** Whether two trainings with one seed, and one that goes on from a checkpoint, end with the same numbers to the bit. */
    boolean repeats(Map<String, Object> settings, List<Picture> pictures, TrainingEngineOptions options) {
        TrainingPlan plan = TrainingPlan.resolve(settings, model);
        List<Checkpoint> checkpoints = new ArrayList<>();
        try (TrainingEngine engine = TrainingEngine.open(model, options)) {
            CheckpointSink sink = CheckpointSink.every(Math.max(1, plan.steps() / 2), checkpoints::add);
            float[] first = train(engine, plan, pictures, TrainingStart.SCRATCH, sink);
            float[] second = train(engine, plan, pictures, TrainingStart.SCRATCH, CheckpointSink.NONE);
            TrainingStart half = new TrainingStart.FromCheckpoint(checkpoints.get(0));
            float[] resumed = train(engine, plan, pictures, half, CheckpointSink.NONE);
            return Arrays.equals(first, second) && Arrays.equals(first, resumed);
        }
    }

    private static float[] train(
            TrainingEngine engine,
            TrainingPlan plan,
            List<Picture> pictures,
            TrainingStart start,
            CheckpointSink checkpoints) {
        return engine.numbers(engine.train(plan, pictures, start, checkpoints, TrainingListener.NONE)
                .orThrow()
                .adapter());
    }

    private static UNetInputs convert(io.wavemesh.generation.UNetInputs inputs) {
        int batch = inputs.sample().images();
        float[] times = new float[batch];
        for (int i = 0; i < batch; i++) {
            times[i] = inputs.timesteps()[i];
        }
        int[] sample = Arrays.stream(inputs.sample().shape())
                .mapToInt(Math::toIntExact)
                .toArray();
        return new UNetInputs(
                Tensor.of(inputs.sample().values(), sample),
                Tensor.of(times, batch),
                Tensor.of(inputs.context(), batch, inputs.tokens(), inputs.context().length / batch / inputs.tokens()),
                Tensor.of(inputs.pooled(), batch, inputs.pooled().length / batch),
                Tensor.of(inputs.timeIds(), batch, inputs.timeIds().length / batch));
    }
}
