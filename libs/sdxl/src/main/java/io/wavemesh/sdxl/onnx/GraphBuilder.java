package io.wavemesh.sdxl.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Builds one ONNX model: an outer graph and at most one loop body inside it.
 *
 * <p>Each node is placed as far outside as its inputs allow, so what does not change over the loop's trips is computed
 * once, before the loop. Equal nodes (same operator, inputs and attributes) become one.
 */
final class GraphBuilder {
    private static final int IR_VERSION = 9;
    private static final int OPERATOR_SET = 20;

    private final WeightSource weights;
    private final GraphProto.Builder outer = GraphProto.newBuilder().setName("main");
    private final GraphProto.Builder body = GraphProto.newBuilder().setName("body");
    private final Map<NodeKey, List<Value>> known = new HashMap<>();
    private final Map<String, Value> initializers = new HashMap<>();
    private final Map<String, Value> constants = new HashMap<>();
    private boolean microsoft;
    private int serial;

    private record NodeKey(Operator operator, List<Value> inputs, List<AttributeProto> attributes) {}

    GraphBuilder(WeightSource weights) {
        this.weights = weights;
    }

    /** A graph input; dimensions are names (dynamic) or numbers. */
    Value input(String name, ElementType type, Object... dimensions) {
        outer.addInput(info(name, type, dimensions));
        return new Value(name, type, dimensions.length, 0);
    }

    /** An input of the loop's body, without a shape. */
    Value bodyInput(String name, ElementType type, int rank) {
        body.addInput(info(name, type, rank == 0 ? new Object[0] : null));
        return new Value(name, type, rank, 1);
    }

    /** Gives a value its name as a graph output. */
    void output(Value value, String name, Object... dimensions) {
        outer.addNode(node(Operator.IDENTITY, List.of(value), List.of(name), List.of()));
        outer.addOutput(info(name, value.type(), dimensions));
    }

    /** Gives a value its name as an output of the loop's body. */
    void bodyOutput(Value value, String name) {
        body.addNode(node(Operator.IDENTITY, List.of(value), List.of(name), List.of()));
        body.addOutput(info(name, value.type(), value.rank() == 0 ? new Object[0] : null));
    }

    /** A loop around the finished body; gives the final values of what it carries. */
    List<Value> loop(Value trips, List<Value> initial) {
        List<Value> carried = initial.stream()
                .map(value -> new Value(fresh("Loop"), value.type(), value.rank(), 0))
                .toList();
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(Operator.LOOP.opType())
                .setName(fresh("loop"))
                .addInput(trips.name())
                .addInput("")
                .addAttribute(Attribute.of("body", body.build()));
        initial.forEach(value -> node.addInput(value.name()));
        carried.forEach(value -> node.addOutput(value.name()));
        Operator.LOOP.check(node.getInputCount(), node.getAttributeList());
        outer.addNode(node);
        return carried;
    }

    /** A node with one output. */
    Value node(Operator operator, ElementType type, int rank, List<Value> inputs, AttributeProto... attributes) {
        return nodes(operator, 1, type, rank, inputs, attributes).get(0);
    }

    /** A node with several outputs, all of one type and rank. */
    List<Value> nodes(
            Operator operator,
            int outputs,
            ElementType type,
            int rank,
            List<Value> inputs,
            AttributeProto... attributes) {
        return nodes(operator, Collections.nCopies(outputs, true), type, rank, inputs, List.of(attributes));
    }

    /** Which outputs a node has, in their order. */
    static List<Boolean> outputs(Boolean... present) {
        return List.of(present);
    }

    /** As above, without the outputs that are said to be absent; their values are not to be used. */
    List<Value> nodes(
            Operator operator,
            List<Boolean> present,
            ElementType type,
            int rank,
            List<Value> inputs,
            List<AttributeProto> list) {
        NodeKey key = new NodeKey(operator, inputs, list);
        List<Value> same = known.get(key);
        if (same != null) {
            return same;
        }
        int depth = inputs.stream().mapToInt(Value::depth).max().orElse(0);
        List<Value> values = present.stream()
                .map(there -> there ? new Value(fresh(operator.opType()), type, rank, depth) : absent())
                .toList();
        (depth == 0 ? outer : body)
                .addNode(node(operator, inputs, values.stream().map(Value::name).toList(), list));
        known.put(key, values);
        return values;
    }

    /** A handle for what will be computed of these two, of the first one's type and rank; no node makes it. */
    Value placeholder(Value first, Value second) {
        return new Value(fresh("placeholder"), first.type(), first.rank(), Math.max(first.depth(), second.depth()));
    }

    /** An input that an operator may lack. */
    Value absent() {
        return new Value("", ElementType.FLOAT, 0, 0);
    }

    /** A weight of the model folder, declared with the given dimensions over the stored bytes, in its stored type. */
    Value weight(String tensor, long... dimensions) {
        Value existing = initializers.get(tensor);
        if (existing != null) {
            return existing;
        }
        WeightSource.Location location = weights.locate(tensor);
        long count = Arrays.stream(dimensions).reduce(1, Math::multiplyExact);
        if (location.elementCount() != count) {
            throw new OnnxGraphException("%s has the shape %s, the network needs %s"
                    .formatted(tensor, Arrays.toString(location.shape()), Arrays.toString(dimensions)));
        }
        outer.addInitializer(TensorProto.newBuilder()
                .setName(tensor)
                .setDataType(location.type().code())
                .addAllDims(Arrays.stream(dimensions).boxed().toList())
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(external("location", location.file()))
                .addExternalData(external("offset", Long.toString(location.offset())))
                .addExternalData(external("length", Long.toString(location.byteCount()))));
        Value value = new Value(tensor, location.type(), dimensions.length, 0);
        initializers.put(tensor, value);
        return value;
    }

    /** A vector of whole numbers. */
    Value longs(long... values) {
        return constant("longs " + Arrays.toString(values), ElementType.INT64, 1, tensor -> {
            tensor.addDims(values.length);
            Arrays.stream(values).forEach(tensor::addInt64Data);
        });
    }

    /** A whole number without dimensions. */
    Value scalar(long value) {
        return constant("long " + value, ElementType.INT64, 0, tensor -> tensor.addInt64Data(value));
    }

    /** A vector of numbers. */
    Value floats(float... values) {
        return constant("floats " + Arrays.toString(values), ElementType.FLOAT, 1, tensor -> {
            tensor.addDims(values.length);
            for (float value : values) {
                tensor.addFloatData(value);
            }
        });
    }

    /** A number without dimensions. */
    Value scalar(float value) {
        return constant("float " + value, ElementType.FLOAT, 0, tensor -> tensor.addFloatData(value));
    }

    private Value constant(String key, ElementType type, int rank, Consumer<TensorProto.Builder> content) {
        return constants.computeIfAbsent(key, unseen -> {
            String name = fresh("constant");
            TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type.code());
            content.accept(tensor);
            outer.addInitializer(tensor);
            return new Value(name, type, rank, 0);
        });
    }

    /** The finished model. */
    byte[] build() {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("wavemesh")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                .setGraph(outer);
        if (microsoft) {
            model.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1));
        }
        return model.build().toByteArray();
    }

    private NodeProto node(
            Operator operator, List<Value> inputs, List<String> outputs, List<AttributeProto> attributes) {
        operator.check(inputs.size(), attributes);
        microsoft |= !operator.domain().isEmpty();
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(operator.opType())
                .setDomain(operator.domain())
                .setName(outputs.get(0))
                .addAllOutput(outputs)
                .addAllAttribute(attributes);
        inputs.forEach(input -> node.addInput(input.name()));
        return node.build();
    }

    private String fresh(String prefix) {
        return prefix + "_" + serial++;
    }

    private static StringStringEntryProto external(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static ValueInfoProto info(String name, ElementType type, Object... dimensions) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.code());
        if (dimensions != null) {
            TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
            for (Object dimension : dimensions) {
                TensorShapeProto.Dimension.Builder size = shape.addDimBuilder();
                if (dimension instanceof String symbol) {
                    size.setDimParam(symbol);
                } else {
                    size.setDimValue(((Number) dimension).longValue());
                }
            }
            tensor.setShape(shape);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
