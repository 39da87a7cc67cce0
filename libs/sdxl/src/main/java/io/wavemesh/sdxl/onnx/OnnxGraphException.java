package io.wavemesh.sdxl.onnx;

/** A graph that cannot be built: weights that do not fit the network, or a module it does not have. One line. */
public final class OnnxGraphException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a message of one line. */
    public OnnxGraphException(String message) {
        super(message);
    }
}
