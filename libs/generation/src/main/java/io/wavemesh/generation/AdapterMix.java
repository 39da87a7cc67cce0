package io.wavemesh.generation;

import io.wavemesh.sdxl.onnx.AdapterGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds adapters up: value = sum of weight · value in the order of the list, at the union of their positions, ascending. The
 * same list gives the same bits.
 */
final class AdapterMix {
    private AdapterMix() {}

    /** One adapter of weight 1 is given back as it is. */
    static AdapterValues of(List<AdapterGroup> groups, List<WeightedAdapter> adapters) {
        if (adapters.size() == 1 && adapters.get(0).weight() == 1) {
            return adapters.get(0).values();
        }
        Map<String, AdapterTable> tables = new HashMap<>();
        for (AdapterGroup group : groups) {
            List<WeightedAdapter> changing = adapters.stream()
                    .filter(each -> each.values().table(group).count() > 0)
                    .toList();
            if (!changing.isEmpty()) {
                tables.put(group.indexInput(), mixed(group, changing));
            }
        }
        int layers = adapters.stream()
                .mapToInt(each -> each.values().layerCount())
                .max()
                .orElse(0);
        return new AdapterValues(tables, layers);
    }

    private static AdapterTable mixed(AdapterGroup group, List<WeightedAdapter> adapters) {
        List<AdapterTable> tables =
                adapters.stream().map(each -> each.values().table(group)).toList();
        List<long[]> places = tables.stream().map(AdapterTable::places).toList();
        long[] union = places.stream().reduce(AdapterTable::union).orElseThrow();
        AdapterTable sums = AdapterTable.zeros(group, SharedPositions.copy(union));
        for (int layer = 0; layer < group.layers().size(); layer++) {
            float[] sum = new float[union.length];
            for (int i = 0; i < tables.size(); i++) {
                float weight = adapters.get(i).weight();
                AdapterTable.scatterAdd(union, sum, places.get(i), tables.get(i).row(layer), weight);
            }
            sums.setRow(layer, sum);
        }
        return sums;
    }
}
