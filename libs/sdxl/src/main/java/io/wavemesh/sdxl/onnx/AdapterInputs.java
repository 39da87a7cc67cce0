package io.wavemesh.sdxl.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Gives linear layers a weight that an adapter changes at run time: W' = W but at {@code index}, where W'[i] = W[i] + value,
 * summed in fp32. One copy of the weight and a write per touched entry; no reduction, so bits do not depend on the device's
 * order of additions. W is declared flat, so that no copy is made at load.
 */
final class AdapterInputs {
    private final Predicate<String> modules;
    private final boolean optional;
    private final List<TargetLayer> layers = new ArrayList<>();

    /**
     * @param modules which modules get inputs
     * @param optional whether a user of the graph may leave the inputs out
     */
    AdapterInputs(Predicate<String> modules, boolean optional) {
        this.modules = modules;
        this.optional = optional;
    }

    /** No module gets inputs. */
    static AdapterInputs none() {
        return new AdapterInputs(module -> false, true);
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
        Value index = vector(graph, layer.indexInput(), ElementType.INT32, module);
        Value value = vector(graph, layer.valueInput(), ElementType.FLOAT, module);
        Value weight = cast(graph, graph.weight(module + ".weight", layer.weightCount()), arithmetic);
        Value before = cast(
                graph,
                graph.node(Operator.GATHER, arithmetic, 1, List.of(weight, index), Attribute.of("axis", 0)),
                ElementType.FLOAT);
        Value after = cast(graph, graph.node(Operator.ADD, ElementType.FLOAT, 1, List.of(before, value)), arithmetic);
        Value merged = graph.node(
                Operator.SCATTER_ELEMENTS, arithmetic, 1, List.of(weight, index, after), Attribute.of("axis", 0));
        return graph.node(Operator.RESHAPE, arithmetic, 2, List.of(merged, graph.longs(out, in)));
    }

    private Value vector(GraphBuilder graph, String name, ElementType type, String module) {
        String dimension = module + ".count";
        return optional ? graph.optionalVector(name, type, dimension) : graph.input(name, type, dimension);
    }

    static Value cast(GraphBuilder graph, Value value, ElementType type) {
        return value.type() == type
                ? value
                : graph.node(Operator.CAST, type, value.rank(), List.of(value), Attribute.of("to", type.code()));
    }
}
