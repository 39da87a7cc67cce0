package io.wavemesh.sdxl.onnx;

import io.wavemesh.waveft.LayerShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives linear layers a weight that an adapter changes at run time: W' = W, but W + value at the adapter's positions. Layers
 * of one shape share their inputs (see {@link AdapterGroup}), so that an adapter is a few tensors, and a layer costs one copy
 * of its weight and one write per position. Positions come at most once, so bits do not depend on the device's order of
 * additions.
 */
final class AdapterInputs {
    private final List<AdapterGroup> groups;
    private final Map<String, Row> rows = new HashMap<>();
    private final boolean halfAdds;

    private record Row(Value index, Value value) {}

    /**
     * Declares the inputs.
     *
     * @param layers in the order of the network
     * @param halfAdds the runtime can add fp16 while scattering: then values of an fp16 graph are fp16, rounded once before
     *     the addition; else they are fp32 and only the sum is rounded
     */
    AdapterInputs(GraphBuilder graph, List<TargetLayer> layers, ElementType arithmetic, boolean halfAdds) {
        this.halfAdds = halfAdds;
        boolean half = halfAdds && arithmetic == ElementType.FLOAT16;
        this.groups = grouped(layers, half);
        groups.forEach(group -> declare(graph, group));
    }

    private static List<AdapterGroup> grouped(List<TargetLayer> layers, boolean half) {
        Map<LayerShape, List<TargetLayer>> byShape = new LinkedHashMap<>();
        layers.forEach(
                layer -> byShape.computeIfAbsent(new LayerShape(layer.out(), layer.in()), shape -> new ArrayList<>())
                        .add(layer));
        return byShape.entrySet().stream()
                .map(entry ->
                        new AdapterGroup(entry.getKey().out(), entry.getKey().in(), entry.getValue(), half))
                .toList();
    }

    private void declare(GraphBuilder graph, AdapterGroup group) {
        ElementType type = group.halfValues() ? ElementType.FLOAT16 : ElementType.FLOAT;
        String count = group.indexInput() + ".count";
        int layers = group.layers().size();
        Value index = graph.input(group.indexInput(), ElementType.INT64, 1, count, 2);
        Value values = graph.input(group.valueInput(), type, layers, count);
        List<Value> each = layers == 1
                ? List.of(values)
                : graph.nodes(
                        Operator.SPLIT,
                        layers,
                        type,
                        2,
                        List.of(values),
                        Attribute.of("axis", 0),
                        Attribute.of("num_outputs", layers));
        for (int i = 0; i < layers; i++) {
            rows.put(group.layers().get(i).module(), new Row(index, each.get(i)));
        }
    }

    boolean covers(String module) {
        return rows.containsKey(module);
    }

    /** The layers that have inputs, by shape. */
    List<AdapterGroup> groups() {
        return groups;
    }

    /**
     * The layer's weight with what the adapter adds.
     *
     * @param arithmetic element type of the result
     * @return [out, in]
     */
    Value merged(GraphBuilder graph, String module, int out, int in, ElementType arithmetic) {
        Row row = rows.get(module);
        Value weight = cast(graph, graph.weight(module + ".weight", out, in), arithmetic);
        return halfAdds || arithmetic == ElementType.FLOAT
                ? scatter(graph, weight, row.index(), row.value(), "add")
                : scatter(graph, weight, row.index(), sum(graph, weight, row), "none");
    }

    private static Value scatter(GraphBuilder graph, Value weight, Value index, Value update, String reduction) {
        return graph.node(
                Operator.SCATTER_ND,
                weight.type(),
                2,
                List.of(weight, index, update),
                Attribute.of("reduction", reduction));
    }

    /** What stands at the positions afterwards, for runtimes that cannot add in 16 bits themselves. */
    private static Value sum(GraphBuilder graph, Value weight, Row row) {
        Value before = graph.node(Operator.GATHER_ND, weight.type(), 2, List.of(weight, row.index()));
        Value after = graph.node(
                Operator.ADD, ElementType.FLOAT, 2, List.of(cast(graph, before, ElementType.FLOAT), row.value()));
        return cast(graph, after, weight.type());
    }

    static Value cast(GraphBuilder graph, Value value, ElementType type) {
        return value.type() == type
                ? value
                : graph.node(Operator.CAST, type, value.rank(), List.of(value), Attribute.of("to", type.code()));
    }
}
