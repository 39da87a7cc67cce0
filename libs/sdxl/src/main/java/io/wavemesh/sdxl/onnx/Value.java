package io.wavemesh.sdxl.onnx;

/**
 * A tensor in a graph under construction.
 *
 * @param rank number of dimensions
 * @param depth 0 in the outer graph, 1 in the body of its loop; what has depth 0 does not change over the loop's trips
 */
record Value(String name, ElementType type, int rank, int depth) {}
