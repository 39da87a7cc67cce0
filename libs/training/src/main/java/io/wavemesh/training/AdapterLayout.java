package io.wavemesh.training;

import io.wavemesh.sdxl.torchscript.LinearModule;
import io.wavemesh.waveft.DeltaMap;
import java.util.List;

/** Where the trained numbers of each layer lie in the one flat vector, and how they change its weight. */
sealed interface AdapterLayout {

    /** The trained layers, in the order of the forward pass. */
    List<LinearModule> layers();

    /** Trained numbers of all layers. */
    int size();

    /**
     * Numbers at fixed places: WaveFT and SHiRA. The layers' coefficients lie one after the other, in draw order.
     *
     * @param maps of each layer; equal shapes share theirs
     */
    record Sparse(List<LinearModule> layers, List<DeltaMap> maps, float scaling) implements AdapterLayout {
        @Override
        public int size() {
            return maps.stream().mapToInt(DeltaMap::count).reduce(0, Math::addExact);
        }

        /** Touched entries of all layers. */
        int touched() {
            return maps.stream().mapToInt(DeltaMap::touchedCount).reduce(0, Math::addExact);
        }
    }

    /**
     * Two factors a layer, A [rank, in] then B [out, rank]: LoRA.
     *
     * @param ranks of each layer
     * @param scalings of each layer: the change is scaling · B · A
     */
    record LowRank(List<LinearModule> layers, List<Integer> ranks, List<Double> scalings) implements AdapterLayout {
        @Override
        public int size() {
            int size = 0;
            for (int k = 0; k < layers.size(); k++) {
                int widths = layers.get(k).in() + layers.get(k).out();
                size = Math.addExact(size, Math.multiplyExact(ranks.get(k), widths));
            }
            return size;
        }
    }
}
