package io.wavemesh.waveft.adapter;

/**
 * A change of few weights. The arrays are handed over, not copied: treat them as constants.
 *
 * @param index row-major indices of the weights, ascending, each once
 * @param value what is added to each
 */
public record SparseDelta(int[] index, float[] value) implements Delta {
    @Override
    public float[] dense(int size) {
        float[] dense = new float[size];
        for (int i = 0; i < index.length; i++) {
            dense[index[i]] = value[i];
        }
        return dense;
    }
}
