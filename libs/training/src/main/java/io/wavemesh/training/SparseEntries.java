package io.wavemesh.training;

import io.wavemesh.waveft.DeltaMap;

/**
 * The maps of all layers as one: touched entries and coefficients of the layers lie one after the other, and the scaling is in
 * the entries.
 *
 * @param touched flat indices into each layer's own weight
 * @param touchedCounts how many a layer has
 * @param forward from coefficients to touched entries
 * @param transposed from touched entries to coefficients
 */
record SparseEntries(long[] touched, long[] touchedCounts, JaggedMatrix forward, JaggedMatrix transposed) {

    static SparseEntries of(AdapterLayout.Sparse layout) {
        int entryCount = layout.maps().stream().mapToInt(DeltaMap::entryCount).reduce(0, Math::addExact);
        int[] toTouched = new int[entryCount];
        int[] toCoefficient = new int[entryCount];
        float[] weight = new float[entryCount];
        long[] touched = new long[layout.touched()];
        long[] counts = new long[layout.maps().size()];
        int entry = 0;
        int firstTouched = 0;
        int firstCoefficient = 0;
        for (int k = 0; k < counts.length; k++) {
            DeltaMap map = layout.maps().get(k);
            int[] indices = map.touched();
            for (int i = 0; i < indices.length; i++) {
                touched[firstTouched + i] = indices[i];
            }
            int[] mapTouched = map.entryTouched();
            int[] mapCoefficient = map.entryCoefficient();
            float[] mapWeight = map.entryWeight();
            for (int e = 0; e < mapWeight.length; e++) {
                toTouched[entry] = firstTouched + mapTouched[e];
                toCoefficient[entry] = firstCoefficient + mapCoefficient[e];
                weight[entry++] = mapWeight[e] * layout.scaling();
            }
            counts[k] = indices.length;
            firstTouched += indices.length;
            firstCoefficient += map.count();
        }
        return new SparseEntries(
                touched,
                counts,
                JaggedMatrix.of(firstTouched, toTouched, toCoefficient, weight),
                JaggedMatrix.of(firstCoefficient, toCoefficient, toTouched, weight));
    }
}
