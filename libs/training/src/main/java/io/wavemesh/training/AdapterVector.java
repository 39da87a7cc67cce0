package io.wavemesh.training;

import io.wavemesh.sdxl.torchscript.LinearModule;
import io.wavemesh.waveft.DeltaMap;
import io.wavemesh.waveft.LayerShape;
import io.wavemesh.waveft.Positions;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterConfig;
import io.wavemesh.waveft.adapter.Coefficients;
import io.wavemesh.waveft.adapter.LoraConfig;
import io.wavemesh.waveft.adapter.LowRankPair;
import io.wavemesh.waveft.adapter.ModuleTensors;
import io.wavemesh.waveft.adapter.TargetModules;
import io.wavemesh.waveft.adapter.WaveFtConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An adapter's numbers as one flat vector, and back. */
final class AdapterVector {

    private final AdapterConfig config;
    private final AdapterLayout layout;

    private AdapterVector(AdapterConfig config, AdapterLayout layout) {
        this.config = config;
        this.layout = layout;
    }

    /**
     * Lays the numbers out for a network.
     *
     * @param linears the network's Linear layers, in the order of the forward pass
     * @throws IllegalArgumentException if the configuration selects no layer, or a count does not fit its layer
     */
    static AdapterVector of(AdapterConfig config, List<LinearModule> linears) {
        Map<String, LayerShape> shapes = shapes(linears);
        AdapterLayout layout = config instanceof WaveFtConfig waveFt
                ? sparse(waveFt, waveFt.counts(shapes), linears)
                : lowRank((LoraConfig) config, TargetModules.of(config).select(shapes), linears);
        return new AdapterVector(config, layout);
    }

    static Map<String, LayerShape> shapes(List<LinearModule> linears) {
        Map<String, LayerShape> shapes = new LinkedHashMap<>();
        linears.forEach(each -> shapes.put(each.module(), new LayerShape(each.out(), each.in())));
        return shapes;
    }

    private static AdapterLayout sparse(WaveFtConfig config, Map<String, Integer> counts, List<LinearModule> linears) {
        record Key(int out, int in, int count) {}
        Map<Key, DeltaMap> known = new HashMap<>();
        List<LinearModule> layers = new ArrayList<>();
        List<DeltaMap> maps = new ArrayList<>();
        for (LinearModule each : linears) {
            Integer count = counts.get(each.module());
            if (count != null) {
                layers.add(each);
                maps.add(known.computeIfAbsent(
                        new Key(each.out(), each.in(), count), key -> map(config, key.out, key.in, count)));
            }
        }
        return new AdapterLayout.Sparse(layers, maps, config.scaling());
    }

    private static DeltaMap map(WaveFtConfig config, int out, int in, int count) {
        Positions positions = Positions.of(out, in, count, config.randomLocSeed());
        return config.useIdwt()
                ? DeltaMap.wavelet(out, in, positions, config.waveletFamily())
                : DeltaMap.direct(out, in, positions);
    }

    private static AdapterLayout lowRank(
            LoraConfig config, Map<String, LayerShape> selected, List<LinearModule> linears) {
        List<LinearModule> layers = linears.stream()
                .filter(each -> selected.containsKey(each.module()))
                .toList();
        return new AdapterLayout.LowRank(
                layers,
                layers.stream().map(each -> config.rank(each.module())).toList(),
                layers.stream()
                        .map(each -> (double) config.scaling(each.module()))
                        .toList());
    }

    AdapterLayout layout() {
        return layout;
    }

    /**
     * Where training from scratch starts, as PEFT's defaults: all zero for WaveFT and SHiRA; for LoRA, A uniform in
     * ±1/√in and B zero.
     */
    float[] initial(long seed) {
        float[] values = new float[layout.size()];
        if (layout instanceof AdapterLayout.LowRank low) {
            SeededRandom random = new SeededRandom(seed);
            int at = 0;
            for (int k = 0; k < low.layers().size(); k++) {
                LinearModule layer = low.layers().get(k);
                int inA = low.ranks().get(k) * layer.in();
                double bound = 1 / Math.sqrt(layer.in());
                for (int i = 0; i < inA; i++) {
                    values[at + i] = (float) ((2 * random.uniform() - 1) * bound);
                }
                at += low.ranks().get(k) * (layer.in() + layer.out());
            }
        }
        return values;
    }

    /** The numbers of an adapter, which must have the layers and counts of this vector. */
    float[] of(Adapter adapter) {
        float[] values = new float[layout.size()];
        int at = 0;
        for (LinearModule layer : layout.layers()) {
            ModuleTensors tensors = adapter.tensors(layer.module());
            if (tensors instanceof LowRankPair pair) {
                at = put(values, at, pair.down());
                at = put(values, at, pair.up());
            } else if (tensors instanceof Coefficients coefficients) {
                at = put(values, at, coefficients.values());
            }
        }
        return values;
    }

    private static int put(float[] values, int at, float[] part) {
        System.arraycopy(part, 0, values, at, part.length);
        return at + part.length;
    }

    /** The adapter of the numbers. */
    Adapter adapter(float[] values) {
        Map<String, ModuleTensors> tensors = new LinkedHashMap<>();
        int at = 0;
        for (int k = 0; k < layout.layers().size(); k++) {
            LinearModule layer = layout.layers().get(k);
            if (layout instanceof AdapterLayout.LowRank low) {
                int rank = low.ranks().get(k);
                float[] down = part(values, at, rank * layer.in());
                float[] up = part(values, at + down.length, rank * layer.out());
                tensors.put(layer.module(), new LowRankPair(layer.out(), layer.in(), rank, down, up));
                at += down.length + up.length;
            } else if (layout instanceof AdapterLayout.Sparse sparse) {
                float[] own = part(values, at, sparse.maps().get(k).count());
                tensors.put(layer.module(), new Coefficients(own));
                at += own.length;
            }
        }
        return Adapter.of(config, tensors);
    }

    private static float[] part(float[] values, int from, int length) {
        return Arrays.copyOfRange(values, from, from + length);
    }
}
