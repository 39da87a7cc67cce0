package io.wavemesh.training;

import ai.djl.engine.EngineException;
import io.wavemesh.pictures.Picture;
import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.model.TimeIds;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.network.UNetConfig;
import io.wavemesh.sdxl.reference.NetworkCosts;
import io.wavemesh.sdxl.reference.StageCost;
import io.wavemesh.sdxl.scheduler.NoiseSchedule;
import io.wavemesh.sdxl.scheduler.PredictionType;
import io.wavemesh.waveft.adapter.Adapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains adapters of one base model. The base is loaded once and stays; each training begins from it. One training at a time:
 * a second call waits.
 *
 * <p>The same pictures, plan and base give the same adapter, to the bit, on the same machine with the same number of threads.
 */
public final class TrainingEngine implements AutoCloseable {

    /** On the CPU, which has others to serve. */
    private static final double SHARE_OF_MEMORY = 0.5;
    /** What a captured step takes beside its activations, at most. */
    private static final long GRAPH_BYTES = 512L << 20;

    private final ModelFolder model;
    private final TrainingEngineOptions options;
    private final TorchRuntime runtime;
    private final UNet network;
    private final NoiseSchedule schedule;
    private final EngineThread thread;
    private final TrainableUNet unet;

    private TrainingEngine(ModelFolder model, TrainingEngineOptions options) {
        this.model = model;
        this.options = options;
        this.runtime = TorchRuntime.load(options);
        this.thread = EngineThread.of(options);
        runtime.configure(options);
        this.network = new UNet(model.unetConfig());
        this.schedule = model.noiseSchedule();
        this.unet = new TrainableUNet(runtime, network, model.weights(Component.UNET), options);
    }

    /**
     * Loads libtorch and the base model's UNet.
     *
     * @param model stays the caller's, who closes it after the engine
     * @throws TorchUnavailableException if libtorch cannot be loaded here
     * @throws IllegalArgumentException if the model cannot be used
     */
    public static TrainingEngine open(ModelFolder model, TrainingEngineOptions options) {
        return new TrainingEngine(model, options);
    }

    /** libtorch's version. */
    public String libraryVersion() {
        return runtime.version();
    }

    /** The base model. */
    public ModelFolder model() {
        return model;
    }

    /**
     * Does a few steps of such a training and forgets them, so that the first real one does not wait: libraries are loaded
     * and their plans made at the first step of a batch size and resolution.
     *
     * @return how it ended; {@link TrainingOutcome.OutOfMemory} if no such training fits the device
     */
    public TrainingOutcome warmUp(TrainingPlan plan) {
        TrainingPlan few = new TrainingPlan(
                plan.adapter(),
                plan.optimizer(),
                plan.loss(),
                plan.prompts(),
                Math.min(plan.steps(), CapturedSteps.WARM_UP + 1),
                plan.batch(),
                plan.seed(),
                plan.resolution());
        Picture grey = Picture.of(1, 1, new byte[3]);
        return train(few, List.of(grey), TrainingListener.NONE);
    }

    /** Trains on pictures, from the beginning and without checkpoints. */
    public TrainingOutcome train(TrainingPlan plan, List<Picture> pictures, TrainingListener listener) {
        return train(plan, pictures, TrainingStart.SCRATCH, CheckpointSink.NONE, listener);
    }

    /**
     * Trains on pictures.
     *
     * @param start from scratch, from an adapter or from a checkpoint of the same training
     * @param checkpoints takes the state every so many steps
     * @throws IllegalArgumentException if plan, pictures or start do not fit each other or the model
     */
    public synchronized TrainingOutcome train(
            TrainingPlan plan,
            List<Picture> pictures,
            TrainingStart start,
            CheckpointSink checkpoints,
            TrainingListener listener) {
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("there are no pictures to train on");
        }
        return thread.run(() -> trainHere(plan, pictures, start, checkpoints, listener));
    }

    private TrainingOutcome trainHere(
            TrainingPlan plan,
            List<Picture> pictures,
            TrainingStart start,
            CheckpointSink checkpoints,
            TrainingListener listener) {
        runtime.configure(options);
        List<String> texts = plan.prompts().texts(pictures.size());
        TrainingRun run = new TrainingRun(unet, plan, plan.steps(), options, listener);
        String job = JobIdentity.of(plan, pictures, model);
        run.begin(start, job);
        try {
            Optional<TrainingData> data = data(plan, pictures, texts, run);
            if (data.isEmpty()) {
                return new TrainingOutcome.Cancelled(run.stepsDone());
            }
            unet.data(data.get());
            unet.order(new PictureOrder(pictures.size(), plan.batch(), plan.seed()), plan.steps());
            int side = plan.resolution() / model.vaeConfig().factor();
            StepSettings settings = settings(plan, schedule.predictionType(), plan.batch(), side);
            return run.steps(settings, step -> unet.draw(step, TrainingRun.seed(plan, step)), checkpoints, job);
        } catch (EngineException e) {
            if (DeviceMemory.exhausted(e)) {
                return TrainingOutcome.OutOfMemory.after(run.stepsDone(), e);
            }
            throw e;
        } finally {
            unet.end();
        }
    }

    /**
     * Trains on recorded batches: all once, in order, one optimizer step each, with the noise as the target.
     *
     * @param start from scratch or from an adapter
     * @throws IllegalArgumentException if plan, file or start do not fit each other or the model
     */
    public synchronized TrainingOutcome replay(
            ReplayFile file, TrainingPlan plan, TrainingStart start, TrainingListener listener) {
        return thread.run(() -> replayHere(file, plan, start, listener));
    }

    private TrainingOutcome replayHere(
            ReplayFile file, TrainingPlan plan, TrainingStart start, TrainingListener listener) {
        runtime.configure(options);
        UNetConfig config = network.config();
        file.checkAgainst(config.inChannels(), config.contextWidth(), config.pooledWidth(), schedule.trainTimesteps());
        TrainingRun run = new TrainingRun(unet, plan, file.batches(), options, listener);
        run.begin(start, "");
        try {
            Conditions conditions = file.conditions();
            FloatTensor latents = file.batch(0).latents();
            int side = (int) Math.max(latents.shape()[2], latents.shape()[3]);
            StepSettings settings = settings(plan, PredictionType.EPSILON, (int) latents.shape()[0], side);
            run.phase(TrainingPhase.STEPS);
            return run.steps(settings, step -> unet.batch(file.batch(step), conditions), CheckpointSink.NONE, "");
        } finally {
            unet.end();
        }
    }

    /**
     * The gradient of a recorded file's first batch at the start's numbers, without a step: to compare devices.
     *
     * @return loss, then the gradient of all trained numbers in the order of the layers
     * @throws IllegalArgumentException if plan, file or start do not fit each other or the model
     */
    public synchronized LossGradient gradient(ReplayFile file, TrainingPlan plan, TrainingStart start) {
        return thread.run(() -> gradientHere(file, plan, start));
    }

    private LossGradient gradientHere(ReplayFile file, TrainingPlan plan, TrainingStart start) {
        runtime.configure(options);
        UNetConfig config = network.config();
        file.checkAgainst(config.inChannels(), config.contextWidth(), config.pooledWidth(), schedule.trainTimesteps());
        new TrainingRun(unet, plan, 1, options, TrainingListener.NONE).begin(start, "");
        try {
            ReplayBatch batch = file.batch(0);
            long[] shape = batch.latents().shape();
            settings(plan, PredictionType.EPSILON, (int) shape[0], (int) Math.max(shape[2], shape[3]));
            return unet.probe(batch, file.conditions());
        } finally {
            unet.end();
        }
    }

    /** An adapter's trained numbers, in the order of {@link #gradient}. */
    public float[] numbers(Adapter adapter) {
        adapter.requireFits(AdapterVector.shapes(unet.linears()));
        return AdapterVector.of(adapter.config(), unet.linears()).of(adapter);
    }

    /**
     * The VAE's encoding of a picture's middle square: means, then log variances.
     *
     * @param resolution side in pixels
     * @return [2 C, h, w] row-major, not scaled
     */
    public synchronized float[] encode(Picture picture, int resolution) {
        return thread.run(() -> encodeHere(picture, resolution));
    }

    private float[] encodeHere(Picture picture, int resolution) {
        runtime.configure(options);
        try (LatentEncoder encoder = new LatentEncoder(runtime, model, options)) {
            return encoder.moments(new FloatTensor(picture.toTensor(resolution), 1, 3, resolution, resolution))
                    .values();
        }
    }

    private StepSettings settings(TrainingPlan plan, PredictionType target, int batch, int side) {
        unet.schedule(LossTables.of(schedule, plan.loss()));
        StepSettings settings = new StepSettings(
                target,
                activations(batch, side),
                batch,
                plan.loss().noiseOffset(),
                plan.optimizer().clip());
        unet.settings(settings);
        return settings;
    }

    private ActivationPlan activations(int batch, int side) {
        long free = 0;
        if (options.activations() == TrainingEngineOptions.Activations.AUTO) {
            double share = options.onCpu() ? SHARE_OF_MEMORY : 1;
            long most = options.tuning().activationBytes();
            long graph = options.onCpu() ? 0 : GRAPH_BYTES;
            free = Math.min((long) (share * unet.memory().free()) - graph, most == 0 ? Long.MAX_VALUE : most);
        }
        List<StageCost> stages = NetworkCosts.stages(network, batch, side, side);
        return ActivationPlan.of(
                options.activations(), stages, options.precision().bytes(), free);
    }

    private Optional<TrainingData> data(
            TrainingPlan plan, List<Picture> pictures, List<String> texts, TrainingRun run) {
        run.phase(TrainingPhase.TEXT);
        PromptEncoder.Embeddings prompts = new PromptEncoder(runtime, model, options).encode(texts);
        run.phase(TrainingPhase.LATENTS);
        List<FloatTensor> means = new ArrayList<>();
        List<FloatTensor> deviations = new ArrayList<>();
        try (LatentEncoder encoder = new LatentEncoder(runtime, model, options)) {
            for (Picture picture : pictures) {
                if (run.cancelled()) {
                    return Optional.empty();
                }
                LatentEncoder.Latents latents = encoder.encode(picture, plan.resolution());
                means.add(latents.mean());
                deviations.add(latents.deviation());
            }
        }
        run.phase(TrainingPhase.STEPS);
        float[] timeIds = TimeIds.of(plan.resolution(), plan.resolution()).values();
        return Optional.of(new TrainingData(
                FloatTensor.stacked(means),
                FloatTensor.stacked(deviations),
                prompts.context(),
                prompts.textEmbeds(),
                new FloatTensor(timeIds, 1, timeIds.length)));
    }

    @Override
    public synchronized void close() {
        unet.close();
        thread.close();
    }
}
