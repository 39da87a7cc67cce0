package io.wavemesh.sdxl.onnx;

/** Tells a graph where its weights lie. */
interface WeightSource {

    /**
     * Finds a tensor.
     *
     * @throws IllegalArgumentException with a message fit to be shown if there is none of this name
     */
    Location locate(String tensor);

    /**
     * Bytes of a tensor in a file.
     *
     * @param file what the graph calls the file: a path below the folder that the graph's user names
     * @param shape as stored, outermost first
     */
    record Location(String file, ElementType type, long[] shape, long offset, long byteCount) {

        long elementCount() {
            long count = 1;
            for (long size : shape) {
                count *= size;
            }
            return count;
        }
    }
}
