package io.wavemesh.training;

import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.reference.Tensor;
import io.wavemesh.sdxl.reference.UNetInputs;
import io.wavemesh.waveft.adapter.Adapter;
import java.util.Arrays;
import java.util.Optional;

/** The trainer's UNet, used for a prediction: to compare it with other engines. One thread at a time. */
public final class TorchUNet implements AutoCloseable {

    private final TrainableUNet unet;

    private TorchUNet(TrainableUNet unet) {
        this.unet = unet;
    }

    /** As {@link #open(ModelFolder, Optional, TrainingEngineOptions)} on the CPU in fp32. */
    public static TorchUNet open(ModelFolder model, Optional<Adapter> adapter) {
        return open(model, adapter, TrainingEngineOptions.cpu());
    }

    /**
     * Loads libtorch and a model's UNet.
     *
     * @param adapter put into the weights, if any
     * @param options device and precision
     * @throws TorchUnavailableException if libtorch cannot be loaded here
     * @throws IllegalArgumentException if the model cannot be used or the adapter does not fit it
     */
    public static TorchUNet open(ModelFolder model, Optional<Adapter> adapter, TrainingEngineOptions options) {
        UNet network = new UNet(model.unetConfig());
        TorchRuntime runtime = TorchRuntime.load(options);
        runtime.configure(options);
        TrainableUNet unet = new TrainableUNet(runtime, network, model.weights(Component.UNET), options);
        try {
            adapter.ifPresent(each -> put(unet, each));
        } catch (RuntimeException e) {
            unet.close();
            throw e;
        }
        return new TorchUNet(unet);
    }

    private static void put(TrainableUNet unet, Adapter adapter) {
        adapter.requireFits(AdapterVector.shapes(unet.linears()));
        AdapterVector vector = AdapterVector.of(adapter.config(), unet.linears());
        unet.begin(vector.layout(), OptimizerState.startingFrom(vector.of(adapter)));
    }

    /** The network's answer, [B, C, h, w]. */
    public Tensor predict(UNetInputs inputs) {
        float[] times = inputs.timestep().values();
        long[] timestep = new long[times.length];
        for (int i = 0; i < times.length; i++) {
            timestep[i] = (long) times[i];
        }
        Conditions conditions =
                new Conditions(of(inputs.encoderHiddenStates()), of(inputs.textEmbeds()), of(inputs.timeIds()));
        FloatTensor answer = unet.predict(new UNetInput(of(inputs.sample()), timestep, conditions));
        return Tensor.of(
                answer.values(),
                Arrays.stream(answer.shape()).mapToInt(Math::toIntExact).toArray());
    }

    private static FloatTensor of(Tensor tensor) {
        return new FloatTensor(
                tensor.values(), Arrays.stream(tensor.shape()).asLongStream().toArray());
    }

    @Override
    public void close() {
        unet.close();
    }
}
