package io.wavemesh.waveft.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.testkit.Golden;
import io.wavemesh.waveft.LayerShape;
import io.wavemesh.waveft.safetensors.DType;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdapterExportTest {
    private static final Map<String, LayerShape> LAYERS = TestResources.linearLayers(Golden.tinyModel());

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("io.wavemesh.testkit.Golden#adapters")
    void deltaFileHoldsTheDeltaOfEachLayer(String name) {
        Adapter adapter = AdapterFolder.read(Golden.adapter(name));
        Path target = folder.resolve("delta.safetensors");

        AdapterExport.deltaWeights(adapter, LAYERS, target);

        try (SafetensorsFile file = SafetensorsFile.open(target)) {
            assertThat(file.tensors().keySet()).isEqualTo(adapter.modules());
            for (String module : adapter.modules()) {
                LayerShape shape = LAYERS.get(module);
                assertThat(file.entry(module).shape()).containsExactly(shape.out(), shape.in());
                assertThat(file.floats(module))
                        .containsExactly(
                                adapter.delta(module, shape.out(), shape.in()).dense((int) shape.size()));
            }
        }
    }

    @Test
    void deltaFileIsNotWrittenForAnotherBaseModel() {
        Adapter adapter = AdapterFolder.read(Golden.adapter("waveft_db1"));
        Path target = folder.resolve("delta.safetensors");

        assertThatThrownBy(() -> AdapterExport.deltaWeights(adapter, Map.of("x", new LayerShape(1, 1)), target))
                .hasMessageStartingWith("the base model has no linear layer down_blocks.1");
        assertThat(target).doesNotExist();
    }

    @Test
    void conversionKeepsConfigurationAndCompanions() throws IOException {
        Path source = folder.resolve("source");
        AdapterFolder.write(AdapterFolder.read(Golden.adapter("lora_r4")), source, DType.F32);
        Files.writeString(source.resolve("provenance.json"), "{}");
        Path target = folder.resolve("target");

        AdapterExport.convert(source, target, DType.BF16);
        AdapterExport.convert(target, target, DType.F32);

        assertThat(target.resolve("provenance.json")).hasContent("{}");
        assertThat(target.resolve(AdapterFolder.CONFIG)).hasSameBinaryContentAs(source.resolve(AdapterFolder.CONFIG));
        assertThat(AdapterFolder.read(target).parameterCount()).isEqualTo(51416);
    }
}
