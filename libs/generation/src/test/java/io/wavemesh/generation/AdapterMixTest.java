package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.generation.AdapterValues.Entries;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdapterMixTest {
    private static final String LAYER = "mid_block.attentions.0.transformer_blocks.0.attn1.to_q";

    @Test
    void addsWeightedValuesAtTheUnionOfPositions() {
        AdapterValues first = values(LAYER, new int[] {1, 4, 9}, 1, 2, 3);
        AdapterValues second = values(LAYER, new int[] {0, 4, 12}, 10, 20, 30);

        AdapterValues mixed = AdapterMix.of(List.of(new WeightedAdapter(first, 0.5f), new WeightedAdapter(second, -2)));

        assertThat(index(mixed)).containsExactly(0, 1, 4, 9, 12);
        assertThat(value(mixed)).containsExactly(-20, 0.5f, 1 - 40, 1.5f, -60);
    }

    @Test
    void keepsLayersThatOnlyOneAdapterChanges() {
        AdapterValues first = values("a", new int[] {3}, 1);
        AdapterValues second = values("b", new int[] {5}, 2);

        AdapterValues mixed = AdapterMix.of(List.of(WeightedAdapter.of(first), WeightedAdapter.of(second)));

        assertThat(mixed.layers().keySet()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void addsThreeAdaptersInTheirOrder() {
        float[] parts = {1e8f, 1, -1e8f};
        List<WeightedAdapter> adapters = List.of(
                WeightedAdapter.of(values(LAYER, new int[] {7}, parts[0])),
                WeightedAdapter.of(values(LAYER, new int[] {7}, parts[1])),
                WeightedAdapter.of(values(LAYER, new int[] {7}, parts[2])));

        assertThat(value(AdapterMix.of(adapters))).containsExactly(parts[0] + parts[1] + parts[2]);
    }

    @Test
    void givesASingleAdapterBackUncopied() {
        AdapterValues only = values(LAYER, new int[] {7}, 1);

        assertThat(AdapterMix.of(List.of(WeightedAdapter.of(only)))).isSameAs(only);
    }

    @Test
    void isEmptyWithoutAdapters() {
        assertThat(AdapterMix.of(List.of()).layers()).isEmpty();
    }

    @Test
    void refusesWeightsOutOfRange() {
        AdapterValues values = values(LAYER, new int[] {7}, 1);

        assertThatThrownBy(() -> new WeightedAdapter(values, Float.NaN)).isInstanceOf(GenerationException.class);
        assertThatThrownBy(() -> new WeightedAdapter(values, 11))
                .isInstanceOf(GenerationException.class)
                .hasMessage("adapter weight must be in -10..10, was 11.0");
    }

    private static AdapterValues values(String module, int[] index, float... values) {
        return new AdapterValues(Map.of(module, new Entries(NativeBuffers.copy(index), NativeBuffers.copy(values))), 0);
    }

    private static int[] index(AdapterValues values) {
        Entries entries = values.layer(LAYER).orElseThrow();
        int[] index = new int[entries.count()];
        entries.index().duplicate().get(index);
        return index;
    }

    private static float[] value(AdapterValues values) {
        Entries entries = values.layer(LAYER).orElseThrow();
        float[] value = new float[entries.count()];
        entries.value().duplicate().get(value);
        return value;
    }
}
