package io.wavemesh.generation;

import io.wavemesh.sdxl.onnx.TargetLayer;
import io.wavemesh.waveft.DeltaMapCache;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.Delta;
import io.wavemesh.waveft.adapter.DenseDelta;
import io.wavemesh.waveft.adapter.SparseDelta;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * An adapter made ready for an engine: for each layer the weights it touches and what is added there, in memory outside the
 * heap that runs read in place. Immutable, safe for several threads; freed with the last reference. WaveFT and SHiRA hold the
 * touched entries only, and layers and adapters of the same positions share them; LoRA holds every weight of its layers.
 */
public final class AdapterValues {

    /** One layer: ascending flat positions, each once, and the values added there. Both buffers are direct. */
    record Entries(IntBuffer index, FloatBuffer value) {
        int count() {
            return value.capacity();
        }
    }

    private final Map<String, Entries> layers;
    private final long byteCount;

    AdapterValues(Map<String, Entries> layers, long byteCount) {
        this.layers = Collections.unmodifiableMap(layers);
        this.byteCount = byteCount;
    }

    static AdapterValues of(Adapter adapter, List<TargetLayer> targets, DeltaMapCache maps, SharedPositions positions) {
        Map<String, TargetLayer> served = new HashMap<>();
        targets.forEach(layer -> served.put(layer.module(), layer));
        TreeSet<String> strange = new TreeSet<>(adapter.modules());
        strange.removeAll(served.keySet());
        if (!strange.isEmpty()) {
            throw new GenerationException(
                    "the adapter changes %s, which is not among the %d layers that can be adapted here"
                            .formatted(strange.first(), served.size()));
        }
        Map<String, Entries> layers = new HashMap<>();
        Set<IntBuffer> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        long bytes = 0;
        for (String module : adapter.modules()) {
            TargetLayer layer = served.get(module);
            Entries entries = entries(adapter.delta(module, layer.out(), layer.in(), maps), positions);
            layers.put(module, entries);
            bytes += 4L * entries.count() * (distinct.add(entries.index()) ? 2 : 1);
        }
        return new AdapterValues(layers, bytes);
    }

    private static Entries entries(Delta delta, SharedPositions positions) {
        if (delta instanceof SparseDelta sparse) {
            return new Entries(positions.of(sparse.index()), NativeBuffers.copy(sparse.value()));
        }
        float[] values = ((DenseDelta) delta).rowMajor();
        int[] everywhere = IntStream.range(0, values.length).toArray();
        return new Entries(positions.of(everywhere), NativeBuffers.copy(values));
    }

    /** Memory held, in bytes. */
    public long byteCount() {
        return byteCount;
    }

    /** Number of layers that it changes. */
    public int layerCount() {
        return layers.size();
    }

    Map<String, Entries> layers() {
        return layers;
    }

    Optional<Entries> layer(String module) {
        return Optional.ofNullable(layers.get(module));
    }
}
