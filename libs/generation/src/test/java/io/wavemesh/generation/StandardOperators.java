package io.wavemesh.generation;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.List;

/**
 * Writes ONNX Runtime's operators that only its CUDA provider has as standard ones, by their documented meaning, so that a
 * graph for CUDA runs in fp32 on the CPU.
 *
 * <p>Source: ONNX Runtime's ContribOperators.md.
 */
final class StandardOperators {
    private final GraphProto.Builder graph;
    private String prefix = "";
    private int serial;

    private StandardOperators(GraphProto.Builder graph) {
        this.graph = graph;
    }

    static byte[] rewrite(byte[] model) throws InvalidProtocolBufferException {
        ModelProto.Builder rewritten = ModelProto.parseFrom(model).toBuilder();
        rewritten.setGraph(graph(rewritten.getGraph()));
        return rewritten.build().toByteArray();
    }

    private static GraphProto graph(GraphProto from) {
        GraphProto.Builder to = from.toBuilder().clearNode();
        StandardOperators operators = new StandardOperators(to);
        from.getNodeList().forEach(operators::add);
        return to.build();
    }

    private void add(NodeProto node) {
        prefix = "standard_" + node.getOutput(0) + "_";
        List<String> in = node.getInputList();
        switch (node.getOpType()) {
            case "NhwcConv" -> convolution(node);
            case "GroupNorm" -> groupNorm(node, in.get(0));
            case "SkipGroupNorm" -> skipGroupNorm(node);
            case "BiasAdd" -> named(node.getOutput(0), "Add", List.of(make("Add", in.get(0), in.get(1)), in.get(2)));
            case "BiasSplitGelu" -> splitGelu(node);
            case "Loop" ->
                graph.addNode(node.toBuilder()
                        .setAttribute(
                                0,
                                node.getAttribute(0).toBuilder()
                                        .setG(graph(node.getAttribute(0).getG()))));
            default -> graph.addNode(node);
        }
    }

    private void convolution(NodeProto node) {
        String picture = transposed(node.getInput(0), 0, 3, 1, 2);
        String weight = transposed(node.getInput(1), 0, 3, 1, 2);
        String output = prefix + "nchw";
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Conv")
                .addInput(picture)
                .addInput(weight)
                .addOutput(output)
                .addAllAttribute(node.getAttributeList()));
        named(node.getOutput(0), "Transpose", List.of(output), ints("perm", 0, 2, 3, 1));
    }

    private void skipGroupNorm(NodeProto node) {
        boolean wholePicture = node.getOutputCount() == 2;
        String skip = node.getInput(3);
        String sum = make("Add", node.getInput(0), wholePicture ? skip : make("Unsqueeze", skip, longs(1, 2)));
        if (node.getInputCount() == 5) {
            sum = make("Add", sum, node.getInput(4));
        }
        if (wholePicture) {
            named(node.getOutput(1), "Identity", List.of(sum));
        }
        groupNorm(node, sum);
    }

    private void groupNorm(NodeProto node, String input) {
        int groups = (int) attribute(node, "groups").getI();
        String picture = transposed(input, 0, 3, 1, 2);
        String grouped = make("Reshape", picture, longs(0, groups, -1));
        String normed = prefix + "normed";
        graph.addNode(NodeProto.newBuilder()
                .setOpType("InstanceNormalization")
                .addInput(grouped)
                .addInput(floats(groups, 1))
                .addInput(floats(groups, 0))
                .addOutput(normed)
                .addAttribute(attribute(node, "epsilon")));
        String whole = make("Reshape", normed, make("Shape", picture));
        String scaled = make("Mul", transposed(whole, 0, 2, 3, 1), node.getInput(1));
        String shifted = make("Add", scaled, node.getInput(2));
        boolean swish = attribute(node, "activation").getI() == 1;
        named(
                node.getOutput(0),
                swish ? "Mul" : "Identity",
                swish ? List.of(shifted, make("Sigmoid", shifted)) : List.of(shifted));
    }

    private void splitGelu(NodeProto node) {
        String biased = make("Add", node.getInput(0), node.getInput(1));
        String left = prefix + "left";
        String right = prefix + "right";
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Split")
                .addInput(biased)
                .addOutput(left)
                .addOutput(right)
                .addAttribute(integer("axis", -1))
                .addAttribute(integer("num_outputs", 2)));
        named(node.getOutput(0), "Mul", List.of(left, make("Gelu", right)));
    }

    private String transposed(String input, long... order) {
        String output = prefix + serial++;
        named(output, "Transpose", List.of(input), ints("perm", order));
        return output;
    }

    private String make(String operator, String... inputs) {
        String output = prefix + serial++;
        named(output, operator, List.of(inputs));
        return output;
    }

    private void named(String output, String operator, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(Arrays.asList(attributes)));
    }

    private String longs(long... values) {
        TensorProto.Builder tensor = constant(TensorProto.DataType.INT64, values.length);
        Arrays.stream(values).forEach(tensor::addInt64Data);
        return added(tensor);
    }

    private String floats(int length, float value) {
        TensorProto.Builder tensor = constant(TensorProto.DataType.FLOAT, length);
        for (int i = 0; i < length; i++) {
            tensor.addFloatData(value);
        }
        return added(tensor);
    }

    private TensorProto.Builder constant(TensorProto.DataType type, int length) {
        return TensorProto.newBuilder()
                .setName(prefix + serial++)
                .setDataType(type.getNumber())
                .addDims(length);
    }

    private String added(TensorProto.Builder tensor) {
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    private static AttributeProto attribute(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto ints(String name, long... values) {
        AttributeProto.Builder list =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(list::addInts);
        return list.build();
    }
}
