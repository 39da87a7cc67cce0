package io.wavemesh.sdxl.reference;

import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.waveft.adapter.Adapter;

/** The denoising network as an engine in plain Java: for comparison, not for speed. One thread at a time. */
public final class ReferenceUNet {
    private final UNet network;
    private final WeightSource weights;

    /**
     * @param network the definition
     * @param weights its weights
     */
    public ReferenceUNet(UNet network, WeightSource weights) {
        this.network = network;
        this.weights = weights;
    }

    /** The UNet of a model folder, which must stay open. */
    public static ReferenceUNet of(ModelFolder model) {
        return new ReferenceUNet(new UNet(model.unetConfig()), WeightSource.of(model.weights(Component.UNET)));
    }

    /**
     * The UNet of a model folder, which must stay open, with an adapter merged in.
     *
     * @throws io.wavemesh.waveft.adapter.AdapterException if the adapter does not fit the UNet
     */
    public static ReferenceUNet of(ModelFolder model, Adapter adapter) {
        UNet network = new UNet(model.unetConfig());
        adapter.requireFits(NetworkCosts.linearLayers(network));
        WeightSource base = WeightSource.of(model.weights(Component.UNET));
        return new ReferenceUNet(network, new AdaptedWeights(base, adapter, 1));
    }

    /**
     * The network's prediction.
     *
     * @return [B, outChannels, h, w]
     * @throws IllegalArgumentException if an input does not fit the network
     */
    public Tensor predict(UNetInputs inputs) {
        inputs.checkAgainst(network.config());
        return network.forward(
                new ReferenceOps(weights),
                inputs.sample(),
                inputs.timestep(),
                inputs.encoderHiddenStates(),
                inputs.textEmbeds(),
                inputs.timeIds());
    }
}
