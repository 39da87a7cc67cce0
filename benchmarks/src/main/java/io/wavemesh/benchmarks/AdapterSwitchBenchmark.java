package io.wavemesh.benchmarks;

import io.wavemesh.generation.AdapterValues;
import io.wavemesh.generation.EngineOptions;
import io.wavemesh.generation.GenerationEngine;
import io.wavemesh.generation.SwitchCost;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.onnx.TargetLayer;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.Coefficients;
import io.wavemesh.waveft.adapter.WaveFtConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Times switching adapters on the CPU: a run of no step with alternating WaveFT adapters (upload and merge), beside one
 * denoising step of one image with guidance.
 */
public final class AdapterSwitchBenchmark {
    private static final int COUNT = 232;
    private static final int ROUNDS = 40;

    private AdapterSwitchBenchmark() {}

    /**
     * Prints the figures.
     *
     * @param arguments the model folder (default {@code models/nano-sdxl}) and the number of threads (default all cores)
     */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        Path model = Path.of(arguments.length > 0 ? arguments[0] : "models/nano-sdxl");
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        long start = System.nanoTime();
        try (ModelFolder folder = ModelFolder.open(model);
                GenerationEngine engine =
                        GenerationEngine.open(folder, EngineOptions.defaults().withThreads(threads))) {
            engine.load();
            out.printf("model %s, %d adaptable layers, loaded in %.2f s%n", model, layers(engine), seconds(start));
            List<AdapterValues> adapters = new ArrayList<>();
            for (int seed = 1; seed <= 4; seed++) {
                long before = System.nanoTime();
                adapters.add(engine.prepare(adapter(engine.targets(), seed)));
                out.printf("adapter %d prepared in %.1f ms%n", seed, 1e3 * seconds(before));
            }
            SwitchCost cost = SwitchCost.measure(engine, adapters, ROUNDS);
            out.printf(
                    "run of no step %.2f ms, step %.2f ms, ratio %.3f (best of %d rounds)%n",
                    1e3 * cost.mergeSeconds(), 1e3 * cost.stepSeconds(), cost.ratio(), ROUNDS);
        }
    }

    private static int layers(GenerationEngine engine) {
        return engine.targets().size();
    }

    private static Adapter adapter(List<TargetLayer> layers, long seed) {
        WaveFtConfig config = WaveFtConfig.builder()
                .nFrequency(COUNT)
                .waveletFamily("db1")
                .scaling(25)
                .randomLocSeed(seed)
                .targetModules(layers.stream().map(TargetLayer::module).toList())
                .build();
        Random random = new Random(seed);
        Map<String, Coefficients> tensors = new HashMap<>();
        for (TargetLayer layer : layers) {
            float[] values = new float[COUNT];
            for (int i = 0; i < COUNT; i++) {
                values[i] = 1e-3f * (float) random.nextGaussian();
            }
            tensors.put(layer.module(), new Coefficients(values));
        }
        return Adapter.of(config, tensors);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }
}
