package io.wavemesh.sdxl.torchscript;

/**
 * A Linear layer of a network.
 *
 * @param module its path; the weight is {@code <module>.weight}, [out, in]
 * @param stage index of the stage that computes it, -1 for what stands before the stages
 */
public record LinearModule(String module, int in, int out, int stage) {

    /** The weight's name in the model folder. */
    public String weight() {
        return module + ".weight";
    }

    /** Entries of the weight. */
    public int size() {
        return Math.multiplyExact(in, out);
    }
}
