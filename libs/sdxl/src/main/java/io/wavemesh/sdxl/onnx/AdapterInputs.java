package io.wavemesh.sdxl.onnx;

import io.wavemesh.waveft.LayerShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * Gives linear layers a weight that an adapter changes at run time: W' = W, but W + value at the adapter's positions. Layers
 * of one shape share their inputs (see {@link AdapterGroup}), so that an adapter is a few tensors. Positions come at most
 * once, so bits do not depend on the device's order of additions.
 */
final class AdapterInputs {
    private final GraphBuilder graph;
    private final ElementType arithmetic;
    private final Merge merge;
    private final List<AdapterGroup> groups;
    private final Map<String, Member> members = new HashMap<>();

    /** How weights and adapter come together. */
    enum Merge {
        /**
         * Each layer for itself, with sums in fp32: any runtime. A layer costs one copy of its weight; 16-bit sums are
         * rounded once.
         */
        APART,
        /**
         * Up to 32 weights of a shape as one tensor, stacked at load, so that a few dozen kernels merge a whole adapter: for
         * devices where a launch costs more than the bytes it moves. In fp16 the values are rounded before they are added.
         */
        STACKED
    }

    /** So many outputs of Split go to its CUDA kernel as arguments; more would need a copy of their addresses. */
    private static final int MOST_IN_STACK = 32;

    /**
     * A layer's place in its group.
     *
     * @param index positions in one layer's weight, [1, K, 1]
     * @param values [L, K]
     */
    private record Member(AdapterGroup group, int place, Value index, Value values) {

        int stacks() {
            return (group.layers().size() + MOST_IN_STACK - 1) / MOST_IN_STACK;
        }

        /** Layers of a stack; the last one may have fewer. */
        private int height() {
            return (group.layers().size() + stacks() - 1) / stacks();
        }

        int stack() {
            return place / height();
        }

        int placeInStack() {
            return place % height();
        }

        List<TargetLayer> stacked() {
            int from = stack() * height();
            return group.layers().subList(from, Math.min(group.layers().size(), from + height()));
        }
    }

    /**
     * Declares the inputs.
     *
     * @param layers in the order of the network
     * @param arithmetic element type of the merged weights
     */
    AdapterInputs(GraphBuilder graph, List<TargetLayer> layers, ElementType arithmetic, Merge merge) {
        this.graph = graph;
        this.arithmetic = arithmetic;
        this.merge = merge;
        this.groups = grouped(layers, merge == Merge.STACKED && arithmetic == ElementType.FLOAT16);
        groups.forEach(this::declare);
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

    private void declare(AdapterGroup group) {
        ElementType type = group.halfValues() ? ElementType.FLOAT16 : ElementType.FLOAT;
        String count = group.indexInput() + ".count";
        Value index = graph.input(group.indexInput(), ElementType.INT64, 1, count, 1);
        Value values = graph.input(group.valueInput(), type, group.layers().size(), count);
        for (int place = 0; place < group.layers().size(); place++) {
            members.put(group.layers().get(place).module(), new Member(group, place, index, values));
        }
    }

    boolean covers(String module) {
        return members.containsKey(module);
    }

    /** The layers that have inputs, by shape. */
    List<AdapterGroup> groups() {
        return groups;
    }

    /** The layer's weight with what the adapter adds, [out, in], or [1, out, in] out of a stack. */
    Value merged(String module) {
        Member member = members.get(module);
        AdapterGroup group = member.group();
        if (merge == Merge.STACKED) {
            // by an axis as long as the stack: Split's CUDA kernel goes through the axis on the host
            Value weights = shaped(stack(member), -1, group.out(), group.in());
            return split(weights, member.stacked().size(), 0).get(member.placeInStack());
        }
        Value weight = flat(group.layers().get(member.place()));
        Value values = split(member.values(), group.layers().size(), 0).get(member.place());
        Value merged = arithmetic == ElementType.FLOAT
                ? scatter(weight, member.index(), values, "add")
                : scatter(weight, member.index(), sum(weight, member.index(), values), "none");
        return shaped(merged, group.out(), group.in());
    }

    /** Whether the layer's group has text projections only: then one product serves a stack of them. */
    boolean projectsText(String module) {
        return merge == Merge.STACKED
                && members.get(module).group().layers().stream()
                        .allMatch(layer -> TargetLayer.isTextProjection(layer.module()));
    }

    /**
     * The layer's outputs out of one product with the merged weights of its whole stack.
     *
     * @param product makes x · Wᵀ for W of [L · out, in]
     */
    Value outOfOneProduct(String module, UnaryOperator<Value> product) {
        Member member = members.get(module);
        Value weights = shaped(stack(member), -1, member.group().in());
        return split(product.apply(weights), member.stacked().size(), -1).get(member.placeInStack());
    }

    /** All merged weights of a stack, one after the other: [L · out · in]. */
    private Value stack(Member member) {
        AdapterGroup group = member.group();
        List<Value> weights = member.stacked().stream().map(this::flat).toList();
        Value all = weights.size() == 1
                ? weights.get(0)
                : graph.node(Operator.CONCAT, arithmetic, 1, weights, Attribute.of("axis", 0));
        long size = (long) group.out() * group.in();
        if (size * weights.size() > Integer.MAX_VALUE) {
            throw new OnnxGraphException("%d adaptable layers of shape [%d, %d] have more weights than one tensor may"
                    .formatted(weights.size(), group.out(), group.in()));
        }
        Value starts = graph.longs(
                LongStream.range(0, weights.size()).map(layer -> layer * size).toArray());
        Value column = graph.node(Operator.UNSQUEEZE, ElementType.INT64, 3, List.of(starts, graph.longs(1, 2)));
        Value places = graph.node(Operator.ADD, ElementType.INT64, 3, List.of(member.index(), column));
        Value values = split(member.values(), member.stacks(), 0).get(member.stack());
        return scatter(all, places, values, "add");
    }

    private Value shaped(Value values, long... shape) {
        return graph.node(Operator.RESHAPE, arithmetic, shape.length, List.of(values, graph.longs(shape)));
    }

    private List<Value> split(Value all, int parts, int axis) {
        return parts == 1
                ? List.of(all)
                : graph.nodes(
                        Operator.SPLIT,
                        parts,
                        all.type(),
                        all.rank(),
                        List.of(all),
                        Attribute.of("axis", axis),
                        Attribute.of("num_outputs", parts));
    }

    /** A weight as it lies in the file, [out · in]. */
    private Value flat(TargetLayer layer) {
        return cast(graph, graph.weight(layer.module() + ".weight", (long) layer.out() * layer.in()), arithmetic);
    }

    private Value scatter(Value weight, Value index, Value update, String reduction) {
        return graph.node(
                Operator.SCATTER_ND,
                weight.type(),
                1,
                List.of(weight, index, update),
                Attribute.of("reduction", reduction));
    }

    /** What stands at the positions afterwards, for runtimes that cannot add in 16 bits themselves. */
    private Value sum(Value weight, Value index, Value values) {
        Value before = graph.node(Operator.GATHER_ND, weight.type(), 2, List.of(weight, index));
        Value after =
                graph.node(Operator.ADD, ElementType.FLOAT, 2, List.of(cast(graph, before, ElementType.FLOAT), values));
        return cast(graph, after, weight.type());
    }

    static Value cast(GraphBuilder graph, Value value, ElementType type) {
        return value.type() == type
                ? value
                : graph.node(Operator.CAST, type, value.rank(), List.of(value), Attribute.of("to", type.code()));
    }
}
