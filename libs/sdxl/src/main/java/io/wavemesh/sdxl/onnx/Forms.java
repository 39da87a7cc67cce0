package io.wavemesh.sdxl.onnx;

import java.util.List;

/** Nodes that change or tell the form of tensors, not their numbers. */
final class Forms {
    private final GraphBuilder graph;

    Forms(GraphBuilder graph) {
        this.graph = graph;
    }

    /** Other sizes for the same elements; 0 stands for the old size, -1 for what is left. */
    Value reshape(Value x, int rank, Value sizes) {
        return graph.node(Operator.RESHAPE, x.type(), rank, List.of(x, sizes));
    }

    /** As {@link #reshape}, where a size of zero means a tensor without elements, not the old size. */
    Value reshapeExactly(Value x, int rank, Value sizes) {
        return graph.node(Operator.RESHAPE, x.type(), rank, List.of(x, sizes), Attribute.of("allowzero", 1));
    }

    /** Dimensions in another order. */
    Value transpose(Value x, long... order) {
        return graph.node(Operator.TRANSPOSE, x.type(), order.length, List.of(x), Attribute.of("perm", order));
    }

    /** The sizes of dimensions [start, end). */
    Value sizes(Value x, int start, int end) {
        return graph.node(
                Operator.SHAPE,
                ElementType.INT64,
                1,
                List.of(x),
                Attribute.of("start", start),
                Attribute.of("end", end));
    }

    /** Lists of sizes, one after the other. */
    Value joined(Value... parts) {
        return graph.node(Operator.CONCAT, ElementType.INT64, 1, List.of(parts), Attribute.of("axis", 0));
    }

    /** Tensors side by side along an axis. */
    Value concat(int axis, Value... parts) {
        return graph.node(
                Operator.CONCAT, parts[0].type(), parts[0].rank(), List.of(parts), Attribute.of("axis", axis));
    }
}
