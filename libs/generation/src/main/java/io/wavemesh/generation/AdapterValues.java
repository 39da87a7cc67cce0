package io.wavemesh.generation;

import io.wavemesh.sdxl.onnx.AdapterGroup;
import io.wavemesh.sdxl.onnx.TargetLayer;
import io.wavemesh.waveft.DeltaMapCache;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.Delta;
import io.wavemesh.waveft.adapter.DenseDelta;
import io.wavemesh.waveft.adapter.SparseDelta;
import java.nio.Buffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * An adapter made ready for an engine: for the layers of each shape the weights it touches and what is added there, in memory
 * outside the heap that runs read in place. Immutable, safe for several threads; freed with the last reference. WaveFT and
 * SHiRA hold the touched entries only, and adapters of the same positions share them; LoRA holds every weight of its layers.
 */
public final class AdapterValues {
    private final Map<String, AdapterTable> tables;
    private final int layerCount;

    /** Tables by {@link AdapterGroup#indexInput()}. */
    AdapterValues(Map<String, AdapterTable> tables, int layerCount) {
        this.tables = Collections.unmodifiableMap(tables);
        this.layerCount = layerCount;
    }

    /** What leaves every layer as it is. */
    static AdapterValues none() {
        return new AdapterValues(Map.of(), 0);
    }

    static AdapterValues of(Adapter adapter, List<AdapterGroup> groups, DeltaMapCache maps, SharedPositions positions) {
        requireServed(adapter, groups);
        Map<String, AdapterTable> tables = new HashMap<>();
        for (AdapterGroup group : groups) {
            Deltas deltas = new Deltas(adapter, group, maps);
            if (deltas.any()) {
                tables.put(group.indexInput(), table(group, deltas, positions));
            }
        }
        return new AdapterValues(tables, adapter.modules().size());
    }

    private static void requireServed(Adapter adapter, List<AdapterGroup> groups) {
        TreeSet<String> strange = new TreeSet<>(adapter.modules());
        int served = 0;
        for (AdapterGroup group : groups) {
            group.layers().forEach(layer -> strange.remove(layer.module()));
            served += group.layers().size();
        }
        if (!strange.isEmpty()) {
            throw new GenerationException(
                    "the adapter changes %s, which is not among the %d layers that can be adapted here"
                            .formatted(strange.first(), served));
        }
    }

    private static AdapterTable table(AdapterGroup group, Deltas deltas, SharedPositions positions) {
        long[] union = deltas.places();
        AdapterTable table = AdapterTable.zeros(group, positions.of(union));
        for (int layer = 0; layer < group.layers().size(); layer++) {
            float[] row = deltas.row(layer, union);
            if (row.length > 0) {
                table.setRow(layer, row);
            }
        }
        return table;
    }

    /** The same in memory that uploads faster, as far as there is any. */
    AdapterValues in(PinnedMemory memory) {
        Map<String, AdapterTable> moved = new HashMap<>();
        tables.forEach((input, table) -> moved.put(input, table.in(memory)));
        return new AdapterValues(moved, layerCount);
    }

    /** Memory held, in bytes. */
    public long byteCount() {
        Set<Buffer> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        long bytes = 0;
        for (AdapterTable table : tables.values()) {
            bytes += table.valueBytes();
            bytes += distinct.add(table.index())
                    ? (long) Long.BYTES * table.index().capacity()
                    : 0;
        }
        return bytes;
    }

    /** Number of layers that it changes. */
    public int layerCount() {
        return layerCount;
    }

    AdapterTable table(AdapterGroup group) {
        AdapterTable table = tables.get(group.indexInput());
        return table == null ? AdapterTable.empty(group) : table;
    }

    Map<String, AdapterTable> tables() {
        return tables;
    }

    /** What one adapter adds to the layers of one group; a dense delta is made only when its row is asked for. */
    private static final class Deltas {
        private final Adapter adapter;
        private final AdapterGroup group;
        private final DeltaMapCache maps;
        private final SparseDelta[] sparse;
        private boolean dense;

        Deltas(Adapter adapter, AdapterGroup group, DeltaMapCache maps) {
            this.adapter = adapter;
            this.group = group;
            this.maps = maps;
            this.sparse = new SparseDelta[group.layers().size()];
            for (int i = 0; i < sparse.length && !dense; i++) {
                if (changes(i)) {
                    Delta delta = delta(i);
                    dense = !(delta instanceof SparseDelta);
                    sparse[i] = dense ? null : (SparseDelta) delta;
                }
            }
        }

        boolean any() {
            return group.layers().stream().anyMatch(layer -> adapter.modules().contains(layer.module()));
        }

        /** The union of the layers' positions. */
        long[] places() {
            if (dense) {
                return LongStream.range(0, (long) group.out() * group.in()).toArray();
            }
            int[] last = null;
            long[] union = {};
            for (SparseDelta delta : sparse) {
                if (delta != null && !Arrays.equals(delta.index(), last)) {
                    last = delta.index();
                    union = AdapterTable.union(union, places(last));
                }
            }
            return union;
        }

        /** A layer's values at the union's positions; nothing of a layer that the adapter leaves alone. */
        float[] row(int layer, long[] union) {
            if (!changes(layer)) {
                return new float[0];
            }
            if (dense) {
                return ((DenseDelta) delta(layer)).rowMajor();
            }
            SparseDelta delta = sparse[layer];
            if (delta.index().length == union.length) {
                return delta.value();
            }
            float[] row = new float[union.length];
            AdapterTable.scatterAdd(union, row, places(delta.index()), delta.value(), 1);
            return row;
        }

        private boolean changes(int layer) {
            return adapter.modules().contains(group.layers().get(layer).module());
        }

        private Delta delta(int layer) {
            TargetLayer target = group.layers().get(layer);
            return adapter.delta(target.module(), target.out(), target.in(), maps);
        }

        private static long[] places(int[] flat) {
            return Arrays.stream(flat).asLongStream().toArray();
        }
    }
}
