package io.wavemesh.sdxl.reference;

import io.wavemesh.waveft.adapter.Adapter;

/**
 * Base weights with an adapter merged in: W + weight · delta for the adapted layers, scaling included. Computed at each
 * request, so nothing is held.
 */
public final class AdaptedWeights implements WeightSource {
    private static final String SUFFIX = ".weight";

    private final WeightSource base;
    private final Adapter adapter;
    private final float strength;

    /**
     * @param base weights of the UNet, or adapted ones to put another adapter on top
     * @param adapter what to merge
     * @param strength factor on the adapter's change, 1 for the adapter as trained
     */
    public AdaptedWeights(WeightSource base, Adapter adapter, float strength) {
        this.base = base;
        this.adapter = adapter;
        this.strength = strength;
    }

    @Override
    public Tensor weight(String name) {
        Tensor weight = base.weight(name);
        if (!name.endsWith(SUFFIX)) {
            return weight;
        }
        String module = name.substring(0, name.length() - SUFFIX.length());
        if (!adapter.modules().contains(module)) {
            return weight;
        }
        float[] delta =
                adapter.delta(module, weight.extent(0), weight.extent(1)).dense(weight.size());
        float[] merged = weight.values().clone();
        for (int i = 0; i < merged.length; i++) {
            merged[i] += strength * delta[i];
        }
        return Tensor.of(merged, weight.shape());
    }
}
