package io.wavemesh.generation;

import io.wavemesh.sdxl.onnx.TargetLayer;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.Coefficients;
import io.wavemesh.waveft.adapter.LoraConfig;
import io.wavemesh.waveft.adapter.LowRankPair;
import io.wavemesh.waveft.adapter.ModuleTensors;
import io.wavemesh.waveft.adapter.WaveFtConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The bundled model and random adapters for any layers. */
final class NanoAdapters {
    static final Path MODEL = Path.of("..", "..", "models", "nano-sdxl");

    private static final float MAGNITUDE = 0.02f;

    private NanoAdapters() {}

    static Adapter waveFt(List<TargetLayer> layers, int count, String family, long seed) {
        WaveFtConfig config = WaveFtConfig.builder()
                .nFrequency(count)
                .waveletFamily(family)
                .scaling(25)
                .randomLocSeed(777 + seed)
                .targetModules(names(layers))
                .build();
        Random random = new Random(seed);
        Map<String, ModuleTensors> tensors = new HashMap<>();
        layers.forEach(layer -> tensors.put(layer.module(), new Coefficients(normal(random, count, MAGNITUDE / 25))));
        return Adapter.of(config, tensors);
    }

    static Adapter lora(List<TargetLayer> layers, int rank, long seed) {
        LoraConfig config = LoraConfig.builder()
                .rank(rank)
                .alpha(rank)
                .targetModules(names(layers))
                .build();
        Random random = new Random(seed);
        Map<String, ModuleTensors> tensors = new HashMap<>();
        layers.forEach(layer -> tensors.put(
                layer.module(),
                new LowRankPair(
                        layer.out(),
                        layer.in(),
                        rank,
                        normal(random, rank * layer.in(), 0.1f),
                        normal(random, layer.out() * rank, 0.1f))));
        return Adapter.of(config, tensors);
    }

    private static List<String> names(List<TargetLayer> layers) {
        return layers.stream().map(TargetLayer::module).toList();
    }

    private static float[] normal(Random random, int count, float deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = deviation * (float) random.nextGaussian();
        }
        return values;
    }
}
