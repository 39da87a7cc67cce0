package io.wavemesh.generation;

import io.wavemesh.generation.AdapterValues.Entries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Adds adapters up: value = sum of weight · value in the order of the list, at the union of their positions, ascending. The
 * same list gives the same bits.
 */
final class AdapterMix {
    private AdapterMix() {}

    /** One adapter of weight 1 is given back as it is. */
    static AdapterValues of(List<WeightedAdapter> adapters) {
        if (adapters.isEmpty()) {
            return new AdapterValues(Map.of(), 0);
        }
        if (adapters.size() == 1 && adapters.get(0).weight() == 1) {
            return adapters.get(0).values();
        }
        TreeSet<String> modules = new TreeSet<>();
        adapters.forEach(each -> modules.addAll(each.values().layers().keySet()));
        Map<String, Entries> layers = new HashMap<>();
        long bytes = 0;
        for (String module : modules) {
            Entries mixed = layer(module, adapters);
            layers.put(module, mixed);
            bytes += 8L * mixed.count();
        }
        return new AdapterValues(layers, bytes);
    }

    private static Entries layer(String module, List<WeightedAdapter> adapters) {
        List<int[]> indices = new ArrayList<>();
        List<float[]> values = new ArrayList<>();
        for (WeightedAdapter each : adapters) {
            each.values().layer(module).ifPresent(entries -> {
                int[] index = new int[entries.count()];
                float[] value = new float[entries.count()];
                entries.index().duplicate().get(index);
                entries.value().duplicate().get(value);
                for (int i = 0; i < value.length; i++) {
                    value[i] *= each.weight();
                }
                indices.add(index);
                values.add(value);
            });
        }
        int[] index = indices.get(0);
        float[] value = values.get(0);
        for (int i = 1; i < indices.size(); i++) {
            int[] union = union(index, indices.get(i));
            float[] sum = new float[union.length];
            scatterAdd(union, sum, index, value);
            scatterAdd(union, sum, indices.get(i), values.get(i));
            index = union;
            value = sum;
        }
        return new Entries(NativeBuffers.copy(index), NativeBuffers.copy(value));
    }

    private static int[] union(int[] a, int[] b) {
        int[] merged = new int[Math.addExact(a.length, b.length)];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < a.length || j < b.length) {
            boolean fromA = j == b.length || i < a.length && a[i] <= b[j];
            boolean both = fromA && j < b.length && a[i] == b[j];
            merged[count++] = fromA ? a[i] : b[j];
            i += fromA ? 1 : 0;
            j += !fromA || both ? 1 : 0;
        }
        return Arrays.copyOf(merged, count);
    }

    private static void scatterAdd(int[] union, float[] sum, int[] index, float[] value) {
        int place = 0;
        for (int i = 0; i < index.length; i++) {
            while (union[place] != index[i]) {
                place++;
            }
            sum[place] += value[i];
        }
    }
}
