package io.wavemesh.sdxl.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Gives linear layers a weight that an adapter changes at run time: W' = W but at {@code index}, where W'[i] = W[i] + value,
 * summed in fp32. One copy of the weight and a write per touched entry. Positions come at most once, so bits do not depend on
 * the device's order of additions. W is declared flat, so that no copy is made at load.
 */
final class AdapterInputs {
    private final Predicate<String> modules;
    private final List<TargetLayer> layers = new ArrayList<>();

    /** With inputs for these modules. */
    AdapterInputs(Predicate<String> modules) {
        this.modules = modules;
    }

    /** No module gets inputs. */
    static AdapterInputs none() {
        return new AdapterInputs(module -> false);
    }

    boolean covers(String module) {
        return modules.test(module);
    }

    /** The layers that got inputs, in the order of the network. */
    List<TargetLayer> layers() {
        return List.copyOf(layers);
    }

    /**
     * The layer's weight with what the adapter adds.
     *
     * @param arithmetic element type of the result
     * @return [out, in]
     */
    Value merged(GraphBuilder graph, String module, int out, int in, ElementType arithmetic) {
        TargetLayer layer = new TargetLayer(module, out, in);
        layers.add(layer);
        String count = module + ".count";
        Value index = graph.input(layer.indexInput(), ElementType.INT32, count);
        Value value = graph.input(layer.valueInput(), ElementType.FLOAT, count);
        Value weight = cast(graph, graph.weight(module + ".weight", layer.weightCount()), arithmetic);
        Value merged = arithmetic == ElementType.FLOAT
                ? scatter(graph, weight, index, value, "add")
                : scatter(graph, weight, index, sum(graph, weight, index, value), "none");
        return graph.node(Operator.RESHAPE, arithmetic, 2, List.of(merged, graph.longs(out, in)));
    }

    private static Value scatter(GraphBuilder graph, Value weight, Value index, Value update, String reduction) {
        return graph.node(
                Operator.SCATTER_ELEMENTS,
                weight.type(),
                1,
                List.of(weight, index, update),
                Attribute.of("axis", 0),
                Attribute.of("reduction", reduction));
    }

    /** What stands at the positions afterwards. The runtime cannot add in 16 bits itself, and would round the value first. */
    private static Value sum(GraphBuilder graph, Value weight, Value index, Value value) {
        Value before = graph.node(Operator.GATHER, weight.type(), 1, List.of(weight, index), Attribute.of("axis", 0));
        Value after =
                graph.node(Operator.ADD, ElementType.FLOAT, 1, List.of(cast(graph, before, ElementType.FLOAT), value));
        return cast(graph, after, weight.type());
    }

    static Value cast(GraphBuilder graph, Value value, ElementType type) {
        return value.type() == type
                ? value
                : graph.node(Operator.CAST, type, value.rank(), List.of(value), Attribute.of("to", type.code()));
    }
}
