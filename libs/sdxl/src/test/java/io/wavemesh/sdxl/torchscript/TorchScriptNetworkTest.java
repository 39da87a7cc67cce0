package io.wavemesh.sdxl.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.network.AutoencoderKl;
import io.wavemesh.sdxl.network.ClipTextEncoder;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.testkit.Golden;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The text; that libtorch computes the right numbers from it is tested where libtorch is. */
class TorchScriptNetworkTest {

    private static ModelFolder model;

    @BeforeAll
    static void open() {
        model = ModelFolder.open(Golden.tinyModel());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void stageReadsLikeTheNetwork() {
        String source = unet().methods();

        assertThat(source).contains("""
                            # down_blocks.2.attentions.0.transformer_blocks.1
                            def stage_16(self, h: Tensor, top: Tensor, embedding: Tensor, context: Tensor) -> Tensor:
                                norm1 = torch.layer_norm(h, [48], self.w["down_blocks.2.attentions.0.transformer_blocks.1.norm1.weight"], self.w["down_blocks.2.attentions.0.transformer_blocks.1.norm1.bias"], 1.0E-5)
                                joint = self.linears(norm1, ["down_blocks.2.attentions.0.transformer_blocks.1.attn1.to_q", "down_blocks.2.attentions.0.transformer_blocks.1.attn1.to_k", "down_blocks.2.attentions.0.transformer_blocks.1.attn1.to_v"])
                                to_q = joint[0]
                                to_k = joint[1]
                                to_v = joint[2]
                                mixed = __torch__.attention(to_q, to_k, to_v, 3, False)
                                to_out_0 = self.linear(mixed, "down_blocks.2.attentions.0.transformer_blocks.1.attn1.to_out.0")
                                sum = torch.add(to_out_0, h)
                        """);
    }

    @Test
    void everyStageIsReachedByItsNumber() {
        String source = unet().methods();

        int stages = new UNet(model.unetConfig()).stages().size();
        for (int i = 0; i < stages; i++) {
            assertThat(source)
                    .containsOnlyOnce("def stage_" + i + "(")
                    .containsOnlyOnce("out = self.stage_" + i + "(h, top, embedding, context)");
        }
    }

    @Test
    void stackPlanEndsEmpty() {
        List<?> tops = (List<?>) unet().attributes().get("tops").value();
        List<?> pushes = (List<?>) unet().attributes().get("pushes").value();

        long popped = tops.stream().filter(each -> each.equals(2L)).count();
        long pushed = pushes.stream().filter(each -> !each.equals(0L)).count();

        assertThat(popped).isEqualTo(pushed).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Component.class)
    void looksUpExactlyTheWeightsOfTheFile(Component component) {
        Map<String, List<Long>> wanted = new HashMap<>();
        for (TorchScriptNetwork network : networks(component)) {
            wanted.putAll(network.weights());
        }

        Map<String, List<Long>> stored = new HashMap<>();
        for (String name : model.weights(component).names()) {
            long[] shape = model.weights(component).entry(name).shape();
            stored.put(name, Arrays.stream(shape).boxed().toList());
        }
        assertThat(wanted).isEqualTo(stored);
    }

    @Test
    void projectionsOfOneInputAreJoint() {
        List<?> joints = (List<?>) unet().attributes().get("joints").value();

        String block = "down_blocks.2.attentions.0.transformer_blocks.1.";
        assertThat(joints.stream().map(List.class::cast).filter(each -> String.valueOf(each.get(0))
                        .startsWith(block)))
                .containsExactly(
                        List.of(block + "attn1.to_q", block + "attn1.to_k", block + "attn1.to_v"),
                        List.of(block + "attn2.to_k", block + "attn2.to_v"));
    }

    @Test
    void linearModulesKnowTheirStage() {
        List<LinearModule> linears = unet().linears();

        assertThat(linears)
                .contains(
                        new LinearModule("time_embedding.linear_1", 16, 64, -1),
                        new LinearModule("down_blocks.2.attentions.0.transformer_blocks.1.attn2.to_k", 75, 48, 16))
                .isSortedAccordingTo((a, b) -> Integer.compare(a.stage(), b.stage()));
    }

    @Test
    void archiveHoldsSourceAndAttributes() throws IOException {
        TorchScriptArchive archive = new TorchScriptArchive("cpu", TorchScriptArchive.FLOAT32)
                .add(unet())
                .attribute("rate", "float", 0.5)
                .attribute("names", "List[str]", List.of("a"));

        Map<String, byte[]> entries = entries(archive.bytes());

        assertThat(entries.keySet())
                .containsExactly("net/version", "net/constants.pkl", "net/data.pkl", "net/code/__torch__.py");
        assertThat(new String(entries.get("net/code/__torch__.py"), StandardCharsets.UTF_8))
                .isEqualTo(archive.source())
                .contains("class Net(Module):", "    rate : float", "    def put(self");
        assertThat(new String(entries.get("net/data.pkl"), StandardCharsets.ISO_8859_1))
                .startsWith("\u0080\u0002c__torch__\nNet\n")
                .contains("G?\u00e0\0\0\0\0\0\0", "List[str]", "restore_type_tag")
                .endsWith("ub.");
    }

    @Test
    void sourceIsTheSameEveryTime() {
        assertThat(unet().methods()).isEqualTo(unet().methods());
    }

    private static TorchScriptNetwork unet() {
        return TorchScriptNetwork.of(new UNet(model.unetConfig()));
    }

    private static List<TorchScriptNetwork> networks(Component component) {
        return switch (component) {
            case UNET -> List.of(unet());
            case VAE -> {
                AutoencoderKl vae = new AutoencoderKl(model.vaeConfig());
                yield List.of(TorchScriptNetwork.encoder(vae), TorchScriptNetwork.decoder(vae));
            }
            case TEXT_ENCODER, TEXT_ENCODER_2 ->
                List.of(TorchScriptNetwork.of(new ClipTextEncoder(model.textConfig(component))));
        };
    }

    private static Map<String, byte[]> entries(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }
}
