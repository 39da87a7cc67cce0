package io.wavemesh.waveft.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.testkit.Golden;
import io.wavemesh.testkit.Relative;
import io.wavemesh.waveft.DeltaMapCache;
import io.wavemesh.waveft.LayerShape;
import io.wavemesh.waveft.Positions;
import io.wavemesh.waveft.ReferenceDelta;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterTest {
    private static final Map<String, LayerShape> LAYERS = TestResources.linearLayers(Golden.tinyModel());
    private static final String LAYER = "mid_block.attentions.0.transformer_blocks.0.attn1.to_q";

    @ParameterizedTest
    @ValueSource(strings = {"waveft_db1", "waveft_noidwt", "waveft_sym4", "waveft_prop", "waveft_pattern"})
    void sparseDeltasEqualTheSlowReference(String name) {
        Adapter adapter = AdapterFolder.read(Golden.adapter(name));
        WaveFtConfig config = (WaveFtConfig) adapter.config();
        for (String module : adapter.modules()) {
            LayerShape shape = LAYERS.get(module);
            float[] coefficients = adapter.coefficients(module);

            float[] delta = adapter.delta(module, shape.out(), shape.in()).dense((int) shape.size());

            Positions positions = Positions.of(shape.out(), shape.in(), coefficients.length, config.randomLocSeed());
            double[][] slow = config.useIdwt()
                    ? ReferenceDelta.wavelet(positions, coefficients, config.waveletFamily())
                    : ReferenceDelta.direct(positions, coefficients);
            double[] scaled = Arrays.stream(slow)
                    .flatMapToDouble(Arrays::stream)
                    .map(value -> 25 * value)
                    .toArray();
            Relative.assertClose(widen(delta), scaled, 1e-6);
        }
    }

    @Test
    void lowRankDeltaIsTheScaledProduct() {
        LoraConfig config = LoraConfig.builder().rank(2).alpha(6).build();
        LowRankPair pair = new LowRankPair(2, 3, 2, new float[] {1, 2, 3, 4, 5, 6}, new float[] {1, 0, -1, 2});
        Adapter adapter = Adapter.of(config, Map.of("a.to_q", pair));

        assertThat(adapter.delta("a.to_q", 2, 3).dense(6)).containsExactly(3, 6, 9, 21, 24, 27);
    }

    @ParameterizedTest
    @CsvSource({"false, 2, 2.0", "true, 2, 2.828427", "false, 8, 1.25", "true, 8, 3.535534"})
    void lowRankScalingFollowsRankAndAlphaPatterns(boolean rslora, int rank, float expected) {
        LoraConfig config = LoraConfig.builder()
                .rank(2)
                .alpha(4)
                .field("use_rslora", rslora)
                .field("rank_pattern", Map.of("attn2.to_q", 8L))
                .field("alpha_pattern", Map.of("attn2\\.to_q", 10L))
                .build();
        String module = rank == 8 ? "x.attn2.to_q" : "x.attn1.to_q";

        assertThat(config.rank(module)).isEqualTo(rank);
        assertThat(config.scaling(module)).isEqualTo(expected);
    }

    @Test
    void layersOfOneShapeShareTheirMap() {
        Adapter adapter = AdapterFolder.read(Golden.adapter("waveft_db1"));
        DeltaMapCache cache = new DeltaMapCache(1 << 20);
        LayerShape shape = LAYERS.get(LAYER);

        assertThat(adapter.map(LAYER, shape.out(), shape.in(), cache))
                .isSameAs(adapter.map(LAYER.replace("to_q", "to_k"), shape.out(), shape.in(), cache));
    }

    @Test
    void refusesABaseModelThatDoesNotFit() {
        WaveFtConfig config = WaveFtConfig.builder().nFrequency(5).build();
        Adapter adapter = Adapter.of(config, Map.of("a.to_q", new Coefficients(new float[5])));

        adapter.requireFits(Map.of("a.to_q", new LayerShape(2, 3), "a.other", new LayerShape(1, 1)));
        assertThatThrownBy(() -> adapter.requireFits(Map.of("b.to_q", new LayerShape(2, 3))))
                .hasMessage("the base model has no linear layer a.to_q");
        assertThatThrownBy(() ->
                        adapter.requireFits(Map.of("a.to_q", new LayerShape(2, 3), "a.to_k", new LayerShape(2, 3))))
                .hasMessage("the adapter lacks the layer a.to_k");
        assertThatThrownBy(() -> adapter.requireFits(Map.of("a.to_q", new LayerShape(2, 2))))
                .hasMessage("a.to_q has 5 coefficients, more than the 4 weights of [2, 2]");
        assertThatThrownBy(() -> adapter.delta("a.to_v", 2, 3)).hasMessage("the adapter has no layer a.to_v");
    }

    @Test
    void refusesALowRankPairOfAnotherShape() {
        LowRankPair pair = new LowRankPair(2, 3, 1, new float[3], new float[2]);
        Adapter adapter = Adapter.of(LoraConfig.builder().rank(1).build(), Map.of("a.to_q", pair));

        assertThatThrownBy(() -> adapter.delta("a.to_q", 3, 2))
                .hasMessage("a.to_q is [3, 2] in the base model, the adapter's is [2, 3]");
        assertThatThrownBy(() -> adapter.coefficients("a.to_q")).hasMessageContaining("it is a LoRA");
    }

    @Test
    void refusesCountsThatAreNotTheProportionalOnes() {
        WaveFtConfig config = WaveFtConfig.builder()
                .nFrequency(5)
                .proportionalParameters(true)
                .build();
        Map<String, LayerShape> layers = Map.of("a.to_q", new LayerShape(2, 3), "a.to_k", new LayerShape(4, 6));

        assertThat(config.counts(layers)).isEqualTo(Map.of("a.to_q", 2, "a.to_k", 8));
        Adapter adapter = Adapter.of(
                config, Map.of("a.to_q", new Coefficients(new float[3]), "a.to_k", new Coefficients(new float[7])));
        assertThatThrownBy(() -> adapter.requireFits(layers))
                .hasMessage("a.to_k has 7 coefficients, its share of 5 a layer is 8");
    }

    @Test
    void countsOfOneLayerFollowThePattern() {
        WaveFtConfig config = WaveFtConfig.builder()
                .nFrequency(5)
                .nFrequencyPattern(Map.of("attn2.to_k", 40))
                .build();

        assertThat(config.nFrequency("x.attn1.to_k", 8, 8)).isEqualTo(5);
        assertThat(config.nFrequency("x.attn2.to_k", 8, 8)).isEqualTo(40);
        assertThatThrownBy(() -> config.nFrequency("x.attn2.to_k", 6, 6))
                .hasMessage("n_frequency must be in 1..36 for x.attn2.to_k [6, 6], was 40");
    }

    @Test
    void identityIsThatOfNumbersAndSettingsAlone() {
        Adapter adapter = AdapterFolder.read(Golden.adapter("waveft_db1"));
        WaveFtConfig config = (WaveFtConfig) adapter.config();
        String identity = adapter.identity();

        assertThat(identity).matches("[0-9a-f]{64}");
        assertThat(with(adapter, config, "base_model_name_or_path", "/elsewhere")
                        .identity())
                .isEqualTo(identity);
        assertThat(with(adapter, config, "target_modules", List.of("to_q", "to_v", "to_out.0", "to_k"))
                        .identity())
                .isEqualTo(identity);
        assertThat(with(adapter, config, "scaling", 24.0).identity()).isNotEqualTo(identity);
        assertThat(with(adapter, config, "random_loc_seed", 1L).identity()).isNotEqualTo(identity);
        assertThat(AdapterFolder.read(Golden.adapter("waveft_db1_zero")).identity())
                .isNotEqualTo(identity);
    }

    private static Adapter with(Adapter adapter, WaveFtConfig config, String field, Object value) {
        Map<String, Object> fields = new HashMap<>(config.fields());
        fields.put(field, value);
        Map<String, ModuleTensors> tensors = new HashMap<>();
        adapter.modules().forEach(module -> tensors.put(module, adapter.tensors(module)));
        return Adapter.of(new WaveFtConfig(fields), tensors);
    }

    private static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
