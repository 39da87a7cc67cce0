package io.wavemesh.sdxl.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.wavemesh.sdxl.model.RequiredWeights;
import io.wavemesh.sdxl.network.ConfigFields;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.network.UNetConfig;
import io.wavemesh.sdxl.reference.NetworkCosts;
import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one denoising step of SDXL is made of on CUDA: the nodes of the loop's body are, but for shapes, its kernels. */
class CudaDenoisingGraphTest {
    private static GraphProto outer;
    private static GraphProto body;

    @BeforeAll
    static void emit() throws IOException {
        UNetConfig config = UNetConfig.from(published());
        Map<String, List<Long>> shapes = RequiredWeights.of(config);
        GraphBuilder graph = new GraphBuilder(tensor -> new WeightSource.Location(
                "weights",
                ElementType.FLOAT16,
                shapes.get(tensor).stream().mapToLong(Long::longValue).toArray(),
                0,
                0));
        UNet network = new UNet(config);
        List<TargetLayer> targets = NetworkCosts.linearLayers(network).entrySet().stream()
                .filter(layer -> TargetLayer.isAttentionProjection(layer.getKey()))
                .map(layer -> new TargetLayer(
                        layer.getKey(), layer.getValue().out(), layer.getValue().in()))
                .toList();
        AdapterInputs adapter = new AdapterInputs(graph, targets, ElementType.FLOAT16, AdapterInputs.Merge.STACKED);
        new DenoisingGraph(graph, new CudaOps(graph, ElementType.FLOAT16, adapter)).emit(network);
        outer = ModelProto.parseFrom(graph.build()).getGraph();
        body = outer.getNodeList().stream()
                .filter(node -> node.getOpType().equals("Loop"))
                .map(node -> node.getAttribute(0).getG())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void computesAStepWithFusedOperators() {
        Map<String, Long> nodes = count(body);

        assertThat(nodes)
                .as("70 transformer blocks")
                .containsEntry("MultiHeadAttention", 2 * 70L)
                .containsEntry("BiasSplitGelu", 70L)
                .as("each layer norm but the first of a transformer adds bias and residual")
                .containsEntry("SkipLayerNormalization", 3 * 70L - 11)
                .containsEntry("LayerNormalization", 11L)
                .as("8 products a block, in and out of 11 transformers, 17 + 2 of the time embedding, 11 shortcuts")
                .containsEntry("FusedMatMul", 8 * 70L + 2 * 11 + 17 + 2 + 11)
                .containsEntry("NhwcConv", 40L)
                .containsEntry("SkipGroupNorm", 34L)
                .containsEntry("GroupNorm", 12L);
        assertThat(nodes).doesNotContainKeys("Conv", "Gemm", "MatMul", "Softmax", "InstanceNormalization");
    }

    @Test
    void changesLayoutsOnlyAtTheLatents() {
        assertThat(count(body)).containsEntry("Transpose", 2L).containsEntry("Cast", 3L);
    }

    @Test
    void staysBelowThirteenHundredNodesAStep() {
        assertThat(body.getNodeCount()).isLessThan(1300);
    }

    @Test
    void takesSizesFromShapesAndConstantsOnly() {
        Map<String, NodeProto> makers = new HashMap<>();
        body.getNodeList().forEach(node -> node.getOutputList().forEach(output -> makers.put(output, node)));
        List<String> sizes = body.getNodeList().stream()
                .filter(node -> Set.of("Reshape", "Resize").contains(node.getOpType()))
                .map(node -> node.getInput(node.getInputCount() - 1))
                .filter(makers::containsKey)
                .toList();

        assertThat(sizes).isNotEmpty().allSatisfy(size -> {
            assertThat(makers.get(size).getOpType()).isEqualTo("Concat");
            assertThat(makers.get(size).getInputList())
                    .filteredOn(makers::containsKey)
                    .extracting(part -> makers.get(part).getOpType())
                    .containsOnly("Shape");
        });
    }

    @Test
    void mergesAWholeAdapterWithFewNodes() {
        assertThat(count(outer))
                .as("a scatter for each stack of at most 32 of 360, 120, 60 and 20 layers")
                .containsEntry("ScatterND", 12 + 4 + 2 + 1L)
                .as("the same number to hand out weights, or keys and values, and one for the values of three shapes")
                .containsEntry("Split", 12 + 4 + 2 + 1 + 3L)
                .doesNotContainKey("GatherND");
        assertThat(outer.getInputList())
                .extracting(ValueInfoProto::getName)
                .filteredOn(name -> name.startsWith("adapter."))
                .hasSize(8);
    }

    @Test
    void projectsTheTextForAllBlocksAtOnce() {
        assertThat(count(outer))
                .as("keys and values of four and one stacks, the sizes' embedding")
                .containsEntry("FusedMatMul", 4 + 1 + 2L)
                .as("weights of convolutions")
                .containsEntry("Transpose", 40L);
    }

    @Test
    void runsFewNodesBeforeTheLoop() { // all others are folded at load
        Set<String> constant =
                outer.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
        long atRunTime = outer.getNodeList().stream()
                .filter(node -> !constant.containsAll(node.getInputList()) || !constant.addAll(node.getOutputList()))
                .count();

        assertThat(atRunTime).isLessThan(100);
    }

    @Test
    void leavesOnlyToBeFoldedWhatTheProcessorCanFold() { // its kernels move and convert 16 bits, but do not add them
        Set<String> constant =
                outer.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
        Set<String> converted = new HashSet<>();
        for (NodeProto node : outer.getNodeList()) {
            if (constant.containsAll(node.getInputList())) {
                constant.addAll(node.getOutputList());
                if (node.getOpType().equals("Add")) {
                    assertThat(converted).containsAll(node.getInputList());
                } else {
                    assertThat(node.getOpType()).isIn("Cast", "Concat", "Transpose", "Unsqueeze", "Constant");
                    converted.addAll(node.getOpType().equals("Cast") ? node.getOutputList() : List.of());
                }
            }
        }
        assertThat(converted).isNotEmpty();
    }

    private static ConfigFields published() throws IOException {
        String resource = "/io/wavemesh/sdxl/published/unet/config.json";
        try (InputStream in = CudaDenoisingGraphTest.class.getResourceAsStream(resource)) {
            @SuppressWarnings("unchecked") // a JSON object
            Map<String, Object> fields = (Map<String, Object>) Json.parse(in.readAllBytes());
            return new ConfigFields(fields, resource);
        }
    }

    private static Map<String, Long> count(GraphProto graph) {
        return graph.getNodeList().stream().collect(Collectors.groupingBy(NodeProto::getOpType, Collectors.counting()));
    }
}
