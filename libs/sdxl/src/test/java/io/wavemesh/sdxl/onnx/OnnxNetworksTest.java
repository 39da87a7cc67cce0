package io.wavemesh.sdxl.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.testkit.Golden;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Structure of the emitted graphs; what they compute is tested where a runtime is. */
class OnnxNetworksTest {
    private static final String TO_K = "mid_block.attentions.0.transformer_blocks.0.attn2.to_k";

    private static ModelFolder folder;
    private static OnnxNetworks networks;

    @BeforeAll
    static void open() {
        folder = ModelFolder.open(Golden.tinyModel());
        networks = new OnnxNetworks(folder, Dialect.PORTABLE);
    }

    @AfterAll
    static void close() {
        folder.close();
    }

    @Test
    void refersToEveryWeightOfTheUnetOnceAndHoldsNone() throws InvalidProtocolBufferException {
        GraphProto graph = graph(networks.unet(Precision.FP32, module -> false));

        Set<String> external = graph.getInitializerList().stream()
                .filter(tensor -> tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL)
                .map(TensorProto::getName)
                .collect(Collectors.toSet());
        assertThat(external).isEqualTo(folder.weights(Component.UNET).names());
    }

    @Test
    void mergesAndProjectsTheTextBeforeTheLoop() throws InvalidProtocolBufferException {
        GraphProto outer = graph(networks.denoising(Precision.FP32, TargetLayer::isAttentionProjection));
        GraphProto body = body(outer);

        assertThat(count(outer)).containsEntry("ScatterND", 136L);
        assertThat(count(body)).doesNotContainKey("ScatterND");
        assertThat(count(outer).get("Gemm"))
                .as("keys and values of 17 text attentions, the sizes' embedding")
                .isEqualTo(2 * 17 + 2);
        assertThat(count(body)).containsKey("Conv");
        assertThat(count(outer)).doesNotContainKey("Conv");
    }

    @Test
    void hasTwoInputsForEachShapeOfTargets() throws InvalidProtocolBufferException {
        OnnxGraph emitted = networks.denoising(Precision.FP32, TO_K::equals);

        Set<String> inputs = graph(emitted).getInputList().stream()
                .map(ValueInfoProto::getName)
                .collect(Collectors.toSet());
        assertThat(emitted.groups())
                .containsExactly(new AdapterGroup(48, 75, List.of(new TargetLayer(TO_K, 48, 75)), false));
        assertThat(inputs)
                .containsExactlyInAnyOrder(
                        "latents",
                        "history",
                        "context",
                        "text_embeds",
                        "time_ids",
                        "guidance",
                        "schedule",
                        "start",
                        "steps",
                        "adapter.48x75.index",
                        "adapter.48x75.value");
    }

    @Test
    void usesStandardOperatorsOnlyInThePortableDialect() throws InvalidProtocolBufferException {
        ModelProto model = ModelProto.parseFrom(
                networks.denoising(Precision.FP32, module -> true).model());

        assertThat(model.getOpsetImportList())
                .extracting(OperatorSetIdProto::getDomain)
                .containsExactly("");
    }

    @Test
    void usesTheRuntimesFusedAttentionInTheCudaDialect() throws InvalidProtocolBufferException {
        OnnxNetworks fused = new OnnxNetworks(folder, Dialect.CUDA);

        GraphProto graph = graph(fused.unet(Precision.FP16, module -> false));

        assertThat(count(graph)).containsEntry("MultiHeadAttention", 34L).doesNotContainKey("Softmax");
    }

    @Test
    void tellsAttentionProjectionsFromOtherModules() {
        String block = "down_blocks.1.attentions.0.transformer_blocks.0.";

        assertThat(List.of("attn1.to_q", "attn1.to_k", "attn2.to_v", "attn2.to_out.0"))
                .allMatch(name -> TargetLayer.isAttentionProjection(block + name));
        assertThat(List.of("ff.net.2", "attn1.to_out", "norm1"))
                .noneMatch(name -> TargetLayer.isAttentionProjection(block + name));
    }

    private static GraphProto graph(OnnxGraph emitted) throws InvalidProtocolBufferException {
        return ModelProto.parseFrom(emitted.model()).getGraph();
    }

    private static GraphProto body(GraphProto outer) {
        return outer.getNodeList().stream()
                .filter(node -> node.getOpType().equals("Loop"))
                .map(node -> node.getAttribute(0).getG())
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Long> count(GraphProto graph) {
        return graph.getNodeList().stream().collect(Collectors.groupingBy(NodeProto::getOpType, Collectors.counting()));
    }
}
