package io.wavemesh.sdxl.network;

/** Elementwise functions that SDXL's networks use. */
public enum Activation {
    /** The identity. */
    NONE,
    /** x · sigmoid(x). */
    SILU,
    /** x · Φ(x), with the exact error function. */
    GELU,
    /** x · sigmoid(1.702 x). */
    QUICK_GELU;

    static Activation named(String name, String where) {
        return switch (name) {
            case "silu", "swish" -> SILU;
            case "gelu" -> GELU;
            case "quick_gelu" -> QUICK_GELU;
            default -> throw new NetworkConfigException(where + ": activation \"" + name + "\" is not supported");
        };
    }
}
