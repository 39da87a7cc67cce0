package io.wavemesh.waveft.adapter;

/** What an adapter adds to one layer's weight, scaling included. */
public sealed interface Delta permits SparseDelta, DenseDelta {
    /**
     * The whole change, row-major [out, in].
     *
     * @param size out * in
     */
    float[] dense(int size);
}
