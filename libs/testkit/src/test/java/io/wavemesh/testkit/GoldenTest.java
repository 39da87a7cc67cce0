package io.wavemesh.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTest {
    @Test
    void readsTensorsOfEveryType() {
        assertThat(Golden.doubles("filter.db1"))
                .containsExactly(Math.sqrt(0.5), Math.sqrt(0.5), Math.sqrt(0.5), -Math.sqrt(0.5));
        assertThat(Golden.shape("indices.64x64.p512.seed777")).containsExactly(2, 512);
        assertThat(IntStream.of(Golden.ints("indices.64x64.p512.seed777")))
                .hasSize(1024)
                .allMatch(i -> i >= 0 && i < 64);
        assertThat(Golden.shape("waveft_sym4.loss0")).isEmpty();
        assertThat(Golden.floats("waveft_sym4.loss0")).hasSize(1);
        assertThat(Golden.longs("tokenizer.tiny.ids")).hasSize(10 * 77);
    }

    @Test
    void listsKeysByTheirBeginning() {
        assertThat(Golden.keys("filter.")).hasSize(25);
        assertThat(Golden.has("filter.db1")).isTrue();
        assertThat(Golden.has("filter.db99")).isFalse();
        assertThatThrownBy(() -> Golden.floats("filter.db99")).hasMessage("no golden tensor filter.db99");
    }

    @Test
    void promptsAreThoseOfTheExplanation() {
        assertThat(Golden.prompts()).allSatisfy(prompt -> assertThat(Golden.explanation())
                .contains("\"" + prompt.replace("\t", "\\t").replace("\n", "\\n") + "\""));
    }

    @ParameterizedTest
    @MethodSource("io.wavemesh.testkit.Golden#adapters")
    void adapterFoldersAreComplete(String name) {
        Path folder = Golden.adapter(name);
        assertThat(folder.resolve("adapter_config.json")).isNotEmptyFile();
        assertThat(folder.resolve("adapter_model.safetensors")).isNotEmptyFile();
    }

    @Test
    void modelFolderIsComplete() {
        assertThat(Golden.tinyModel().resolve("model_index.json")).isNotEmptyFile();
        assertThat(Golden.tinyModel().resolve("unet/diffusion_pytorch_model.safetensors"))
                .hasSize(5517232);
    }

    @Test
    void holdsTheMergesOfClip() {
        assertThat(Golden.clipMerges().lines()).hasSizeGreaterThan(48_895).contains("i n", "t h");
    }
}
