package io.wavemesh.benchmarks.program;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Where a program computes.
 *
 * @param name {@code cpu} or {@code cuda:N}
 */
public record Device(String name) {
    private static final String CPU = "cpu";

    /** Throws {@link IllegalArgumentException} for another name. */
    public Device {
        if (!name.matches("cpu|cuda:\\d{1,3}")) {
            throw new IllegalArgumentException("--device must be cpu or cuda:N, was '" + name + "'");
        }
    }

    /** Whether it is the processor. */
    public boolean isCpu() {
        return name.equals(CPU);
    }

    /** Gives back what libtorch keeps of memory it once had; only after libtorch was loaded. */
    public void releaseCache() {
        if (!isCpu()) {
            JniUtils.emptyCudaCache();
        }
    }

    /** N of {@code cuda:N}. */
    public int index() {
        return isCpu() ? 0 : Integer.parseInt(name.substring(name.indexOf(':') + 1));
    }
}
