package io.wavemesh.training;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.wavemesh.sdxl.model.Weights;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.torchscript.LinearModule;
import io.wavemesh.sdxl.torchscript.TorchScriptNetwork;
import java.util.List;

/**
 * The UNet in libtorch with the training loop around it ({@link TrainingScript}). The base is loaded once; each job begins
 * from it. One thread at a time.
 */
final class TrainableUNet implements AutoCloseable {

    private static final String REASON = "RuntimeError: ";

    private final TorchModule module;
    private final List<LinearModule> linears;
    private final DeviceMemory memory;

    TrainableUNet(TorchRuntime runtime, UNet unet, Weights weights, TrainingEngineOptions options) {
        TorchScriptNetwork network = TorchScriptNetwork.of(unet);
        linears = network.linears();
        module = new TorchModule(
                runtime, TrainingScript.archive(network, unet.stages().size(), options));
        try {
            touch(options);
            memory = DeviceMemory.of(runtime, options);
            module.put(weights, network.weights());
        } catch (RuntimeException e) {
            module.close();
            throw e;
        }
    }

    /** Uses the device for the first time. */
    private void touch(TrainingEngineOptions options) {
        try {
            module.run("touch", scope -> new NDList());
        } catch (EngineException e) {
            String reason = String.valueOf(e.getMessage())
                    .lines()
                    .filter(line -> line.startsWith(REASON))
                    .findFirst()
                    .map(line ->
                            line.substring(REASON.length()).split("\\. ", 2)[0].strip())
                    .orElse("libtorch refuses");
            throw new TorchUnavailableException(
                    "the device " + options.device() + " cannot be used by libtorch: " + reason, e);
        }
    }

    /** All Linear layers, in the order of the forward pass. */
    List<LinearModule> linears() {
        return linears;
    }

    /** Memory of the device that it is on. */
    DeviceMemory memory() {
        return memory;
    }

    /** Begins a job: the layers get the numbers, AdamW its state. */
    void begin(AdapterLayout layout, OptimizerState state) {
        long[] chosen = layout.layers().stream().mapToLong(linears::indexOf).toArray();
        module.run("begin", scope -> new NDList(scope.create(chosen)));
        if (layout instanceof AdapterLayout.Sparse sparse) {
            beginSparse(sparse);
        } else if (layout instanceof AdapterLayout.LowRank low) {
            long[] ranks = low.ranks().stream().mapToLong(Integer::longValue).toArray();
            double[] scalings =
                    low.scalings().stream().mapToDouble(Double::doubleValue).toArray();
            module.run("begin_low_rank", scope -> new NDList(scope.create(ranks), scope.create(scalings)));
        }
        module.run(
                "restore",
                scope -> new NDList(
                        scope.create(state.coefficients()),
                        scope.create(state.m()),
                        scope.create(state.v()),
                        scope.create((long) state.steps())));
    }

    private void beginSparse(AdapterLayout.Sparse layout) {
        SparseEntries entries = SparseEntries.of(layout);
        module.run(
                "begin_sparse",
                scope -> new NDList(scope.create(entries.touched()), scope.create(entries.touchedCounts())));
        putMap(0, entries.forward());
        putMap(1, entries.transposed());
    }

    private void putMap(long which, JaggedMatrix matrix) {
        module.run(
                "put_map",
                scope -> new NDList(
                        scope.create(which),
                        scope.create(matrix.index()),
                        scope.create(matrix.weight()),
                        scope.create(matrix.place()),
                        scope.create(matrix.lengths())));
    }

    /** Takes the job's numbers off: the base is as it was loaded. */
    void end() {
        module.run("end", scope -> new NDList());
    }

    /** How noise mixes with the sample, and the loss's weight, at each timestep. */
    void schedule(LossTables tables) {
        module.run(
                "put_schedule",
                scope -> new NDList(
                        scope.create(tables.signalRate()),
                        scope.create(tables.noiseRate()),
                        scope.create(tables.weight())));
    }

    /** What steps do. */
    void settings(StepSettings settings) {
        module.run(
                "put_settings",
                scope -> new NDList(
                        scope.create(settings.numbers()),
                        scope.create(settings.activations().kept())));
    }

    /** The job's pictures and texts. */
    void data(TrainingData data) {
        module.run(
                "put_data",
                scope -> new NDList(
                        data.mean().array(scope),
                        data.deviation().array(scope),
                        data.context().array(scope),
                        data.textEmbeds().array(scope),
                        data.timeIds().array(scope)));
    }

    /** The pictures of every step of the job. */
    void order(PictureOrder order, int steps) {
        long[] all = order.upTo(steps);
        module.run("put_order", scope -> new NDList(scope.create(all, new Shape(steps, all.length / steps))));
    }

    /** AdamW's rates of every step of the job. */
    void rates(AdamWRates rates) {
        module.run(
                "put_rates",
                scope -> new NDList(scope.create(rates.values(), new Shape(rates.steps(), AdamWRates.WIDTH))));
    }

    /** Draws the batch of a step, counted from 0; everything random follows from the seed. */
    void draw(int step, long seed) {
        module.run("draw", scope -> new NDList(scope.create((long) step), scope.create(seed)));
    }

    /** Takes a recorded batch. */
    void batch(ReplayBatch batch, Conditions conditions) {
        module.run("put_batch", scope -> arguments(batch, conditions, scope));
    }

    /** Starts an optimizer step on the batch. */
    void advance() {
        module.run("advance", scope -> new NDList());
    }

    /** Repairs what a step left that ended with an error; gives the number of steps done. */
    int recover() {
        return module.call("recover", scope -> new NDList(), results ->
                (int) results.get(0).toLongArray()[0]);
    }

    /** What the steps gave, from the first to before the last, counted from 0; waits until they are done. */
    List<StepResult> results(int from, int to) {
        return module.call(
                "results", scope -> new NDList(scope.create((long) from), scope.create((long) to)), StepResult::of);
    }

    /** The gradient of the trained numbers at a recorded batch, without a step. */
    LossGradient probe(ReplayBatch batch, Conditions conditions) {
        return module.call(
                "probe",
                scope -> arguments(batch, conditions, scope),
                results -> new LossGradient(
                        results.get(0).getFloat(), results.get(1).toFloatArray()));
    }

    private static NDList arguments(ReplayBatch batch, Conditions conditions, NDManager scope) {
        return new NDList(
                batch.latents().array(scope),
                batch.noise().array(scope),
                scope.create(batch.timestep()),
                conditions.context().array(scope),
                conditions.textEmbeds().array(scope),
                conditions.timeIds().array(scope));
    }

    /** The trained numbers and AdamW's state. */
    OptimizerState saved(int steps) {
        return module.call(
                "saved",
                scope -> new NDList(),
                results -> new OptimizerState(
                        results.get(0).toFloatArray(),
                        results.get(1).toFloatArray(),
                        results.get(2).toFloatArray(),
                        steps));
    }

    /** The network's answer for a noisy sample, with the numbers of the job that has begun. */
    FloatTensor predict(UNetInput input) {
        return module.call("predict", input::arguments, results -> FloatTensor.of(results.get(0)));
    }

    @Override
    public void close() {
        module.close();
    }
}
