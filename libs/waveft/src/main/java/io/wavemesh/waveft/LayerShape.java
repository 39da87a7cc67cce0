package io.wavemesh.waveft;

/**
 * Shape of one linear layer's weight.
 *
 * @param out rows: output features
 * @param in columns: input features
 */
public record LayerShape(int out, int in) {
    /** Checks that both are positive. */
    public LayerShape {
        if (out < 1 || in < 1) {
            throw new IllegalArgumentException("a weight needs positive sizes, was [" + out + ", " + in + "]");
        }
    }

    /** Number of weights. */
    public long size() {
        return (long) out * in;
    }

    @Override
    public String toString() {
        return "[" + out + ", " + in + "]";
    }
}
