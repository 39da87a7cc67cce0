package io.wavemesh.waveft.adapter;

/**
 * A change of all weights. The array is handed over, not copied: treat it as constant.
 *
 * @param rowMajor what is added, row-major [out, in]
 */
public record DenseDelta(float[] rowMajor) implements Delta {
    @Override
    public float[] dense(int size) {
        if (rowMajor.length != size) {
            throw new IllegalArgumentException("expected " + size + " weights, were " + rowMajor.length);
        }
        return rowMajor.clone();
    }
}
