package io.wavemesh.benchmarks.adapters;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.onnx.TargetLayer;
import io.wavemesh.sdxl.reference.NetworkCosts;
import io.wavemesh.waveft.LayerShape;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterConfig;
import io.wavemesh.waveft.adapter.Coefficients;
import io.wavemesh.waveft.adapter.LoraConfig;
import io.wavemesh.waveft.adapter.LowRankPair;
import io.wavemesh.waveft.adapter.ModuleTensors;
import io.wavemesh.waveft.adapter.WaveFtConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Adapters of the paper's size for a model's attention projections, with normal numbers. The same seed gives the same. */
public final class RandomAdapters {
    /** The location seed of all adapters that share their positions; PEFT's default. */
    public static final long SHARED_POSITIONS = 777;

    private static final int COUNT = 2592;
    private static final double SCALING = 25;
    private static final List<String> TARGETS = List.of("to_q", "to_k", "to_v", "to_out.0");

    private final Map<String, LayerShape> layers = new LinkedHashMap<>();
    private final int count;
    private final float deviation;

    /**
     * For a model.
     *
     * @param deviation of the numbers
     */
    public RandomAdapters(ModelFolder model, double deviation) {
        NetworkCosts.linearLayers(new UNet(model.unetConfig())).forEach((module, shape) -> {
            if (TargetLayer.isAttentionProjection(module)) {
                layers.put(module, shape);
            }
        });
        this.deviation = (float) deviation;
        this.count = (int) layers.values().stream().mapToLong(LayerShape::size).reduce(COUNT, Math::min);
    }

    /**
     * An adapter.
     *
     * @param method waveft (db1), shira or lora (rank 1)
     * @param seed of the numbers
     * @param locationSeed of the positions; LoRA has none
     */
    public Adapter adapter(String method, long seed, long locationSeed) {
        Random random = new Random(seed);
        Map<String, ModuleTensors> tensors = new LinkedHashMap<>();
        AdapterConfig config =
                switch (method) {
                    case "waveft", "shira" -> waveFt(method.equals("waveft"), locationSeed);
                    case "lora" ->
                        LoraConfig.builder()
                                .rank(1)
                                .alpha(1)
                                .targetModules(TARGETS)
                                .build();
                    default ->
                        throw new IllegalArgumentException(
                                "--method must be waveft, shira or lora, was '" + method + "'");
                };
        layers.forEach((module, shape) -> tensors.put(
                module,
                config instanceof LoraConfig
                        ? new LowRankPair(
                                shape.out(), shape.in(), 1, normal(random, shape.in()), normal(random, shape.out()))
                        : new Coefficients(normal(random, count))));
        return Adapter.of(config, tensors);
    }

    private WaveFtConfig waveFt(boolean idwt, long locationSeed) {
        WaveFtConfig.Builder builder = WaveFtConfig.builder()
                .nFrequency(count)
                .scaling(SCALING)
                .useIdwt(idwt)
                .randomLocSeed(locationSeed)
                .targetModules(TARGETS);
        return (idwt ? builder.waveletFamily("db1") : builder).build();
    }

    private float[] normal(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = deviation * (float) random.nextGaussian();
        }
        return values;
    }
}
