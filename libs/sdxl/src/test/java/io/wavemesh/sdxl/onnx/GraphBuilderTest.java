package io.wavemesh.sdxl.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {
    private final GraphBuilder graph = new GraphBuilder(tensor ->
            new WeightSource.Location("weights.safetensors", ElementType.FLOAT16, new long[] {4, 6}, 123, 48));

    @Test
    void makesEqualNodesOne() throws InvalidProtocolBufferException {
        Value x = graph.input("x", ElementType.FLOAT, "n");
        Value once = graph.node(Operator.SIN, ElementType.FLOAT, 1, List.of(x));

        Value again = graph.node(Operator.SIN, ElementType.FLOAT, 1, List.of(x));

        assertThat(again).isEqualTo(once);
        assertThat(built().getNodeList()).hasSize(1);
    }

    @Test
    void keepsNodesApartThatDifferInAnAttribute() {
        Value x = graph.input("x", ElementType.FLOAT, "n", "m");

        Value rows = graph.node(Operator.SOFTMAX, ElementType.FLOAT, 2, List.of(x), Attribute.of("axis", 0));
        Value columns = graph.node(Operator.SOFTMAX, ElementType.FLOAT, 2, List.of(x), Attribute.of("axis", 1));

        assertThat(rows).isNotEqualTo(columns);
    }

    @Test
    void computesBeforeTheLoopWhatDoesNotChangeInIt() throws InvalidProtocolBufferException {
        Value start = graph.input("start", ElementType.FLOAT, "n");
        Value text = graph.input("text", ElementType.FLOAT, "n");
        Value trips = graph.input("trips", ElementType.INT64);
        graph.bodyInput("trip", ElementType.INT64, 0);
        Value condition = graph.bodyInput("condition", ElementType.BOOL, 0);
        Value x = graph.bodyInput("x", ElementType.FLOAT, 1);
        Value invariant = graph.node(Operator.COS, ElementType.FLOAT, 1, List.of(text));
        Value changing = graph.node(Operator.ADD, ElementType.FLOAT, 1, List.of(x, invariant));
        graph.bodyOutput(condition, "condition_out");
        graph.bodyOutput(changing, "x_out");
        graph.output(graph.loop(trips, List.of(start)).get(0), "y", "n");

        GraphProto outer = built();
        GraphProto body = outer.getNodeList().stream()
                .filter(node -> node.getOpType().equals("Loop"))
                .map(node -> node.getAttribute(0).getG())
                .findFirst()
                .orElseThrow();
        assertThat(operators(outer)).containsExactly("Cos", "Loop", "Identity");
        assertThat(operators(body)).containsExactly("Add", "Identity", "Identity");
    }

    @Test
    void namesTheWeightsInTheirFileInsteadOfHoldingThem() throws InvalidProtocolBufferException {
        graph.weight("to_q.weight", 24);

        TensorProto weight = built().getInitializer(0);
        Map<String, String> place = weight.getExternalDataList().stream()
                .collect(Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
        assertThat(weight.getDataLocation()).isEqualTo(TensorProto.DataLocation.EXTERNAL);
        assertThat(weight.getDimsList()).containsExactly(24L);
        assertThat(weight.getRawData().isEmpty()).isTrue();
        assertThat(place).isEqualTo(Map.of("location", "weights.safetensors", "offset", "123", "length", "48"));
    }

    @Test
    void refusesWeightsOfAnotherSize() {
        assertThatThrownBy(() -> graph.weight("to_q.weight", 5, 6))
                .isInstanceOf(OnnxGraphException.class)
                .hasMessage("to_q.weight has the shape [4, 6], the network needs [5, 6]");
    }

    @Test
    void refusesNodesThatTheOperatorDoesNotAllow() {
        Value x = graph.input("x", ElementType.FLOAT, "n");

        assertThatThrownBy(() -> graph.node(Operator.ADD, ElementType.FLOAT, 1, List.of(x)))
                .hasMessage("Add takes 2 to 2 inputs, was given 1");
        assertThatThrownBy(() -> graph.node(Operator.CAST, ElementType.FLOAT16, 1, List.of(x)))
                .hasMessage("Cast needs the attributes [to]");
        assertThatThrownBy(() -> graph.node(Operator.SIN, ElementType.FLOAT, 1, List.of(x), Attribute.of("axis", 1)))
                .hasMessage("Sin has no attribute axis of type INT");
        assertThatThrownBy(() ->
                        graph.node(Operator.SOFTMAX, ElementType.FLOAT, 1, List.of(x), Attribute.of("axis", "last")))
                .hasMessage("Softmax has no attribute axis of type STRING");
    }

    private GraphProto built() throws InvalidProtocolBufferException {
        return ModelProto.parseFrom(graph.build()).getGraph();
    }

    private static List<String> operators(GraphProto graph) {
        return graph.getNodeList().stream().map(NodeProto::getOpType).toList();
    }
}
