package io.wavemesh.waveft.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.testkit.Golden;
import io.wavemesh.waveft.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdapterInspectionTest {
    @Test
    void tellsWhatAWaveFtAdapterIs() {
        WaveFtConfig config = WaveFtConfig.builder().nFrequency(2).build();
        Adapter adapter = Adapter.of(
                config,
                Map.of("a.to_q", new Coefficients(new float[] {3, 4}), "a.to_k", new Coefficients(new float[] {0, 12
                })));

        AdapterInspection inspection = AdapterInspection.of(adapter);

        assertThat(inspection.method()).isEqualTo("waveft");
        assertThat(inspection.family()).contains("db1");
        assertThat(inspection.notes()).isEmpty();
        assertThat(inspection.parameterCount()).isEqualTo(4);
        assertThat(inspection.byteCount()).isEqualTo(16);
        assertThat(inspection.norm()).isEqualTo(13);
        assertThat(inspection.minNorm()).isEqualTo(5);
        assertThat(inspection.maxNorm()).isEqualTo(12);
        assertThat(inspection.toText())
                .contains("method                   waveft")
                .contains("layers                   2")
                .contains("parameters               4 (2 a layer)")
                .contains("norm                     13.0000 (layers 5.00000 to 12.0000)")
                .contains(adapter.identity());
    }

    @ParameterizedTest
    @CsvSource({"db1, true", "sym10, true", "coif3, true", "coif4, false", "coif5, false"})
    void notesTapsThatAreNotOrthonormal(String family, boolean orthonormal) {
        Adapter adapter = Adapter.of(
                WaveFtConfig.builder().nFrequency(1).waveletFamily(family).build(),
                Map.of("a.to_q", new Coefficients(new float[1])));

        AdapterInspection inspection = AdapterInspection.of(adapter);

        assertThat(inspection.toJson()).containsEntry("orthonormal", orthonormal);
        assertThat(inspection.toText().contains("the taps of " + family + " are not orthonormal"))
                .isNotEqualTo(orthonormal);
    }

    @ParameterizedTest
    @MethodSource("io.wavemesh.testkit.Golden#adapters")
    void figuresForProgramsAreJson(String name) {
        Adapter adapter = AdapterFolder.read(Golden.adapter(name));

        Map<String, Object> json = TestResources.object(
                Json.parse(Json.pretty(AdapterInspection.of(adapter).toJson())));

        assertThat(json)
                .containsEntry("method", name.startsWith("lora") ? "lora" : name.contains("no") ? "shira" : "waveft")
                .containsEntry("parameters", adapter.parameterCount())
                .containsEntry("bytes", 4 * adapter.parameterCount())
                .containsEntry("layers", (long) adapter.modules().size())
                .containsEntry("identity", adapter.identity());
        assertThat(TestResources.objects(json.get("perLayer")))
                .hasSize(adapter.modules().size());
    }
}
