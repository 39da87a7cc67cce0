package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.sdxl.onnx.AdapterGroup;
import io.wavemesh.sdxl.onnx.TargetLayer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterMixTest {
    private static final AdapterGroup SINGLES = group(4, 5, false);
    private static final AdapterGroup HALVES = group(4, 5, true);
    private static final AdapterGroup OTHERS = group(2, 16, false);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void addsWeightedValuesAtTheUnionOfPositions(boolean halves) {
        AdapterGroup group = halves ? HALVES : SINGLES;
        AdapterValues first = values(group, new long[] {1, 4, 7}, 1, 2, 3);
        AdapterValues second = values(group, new long[] {0, 4, 10}, 10, 20, 30);

        AdapterValues mixed = AdapterMix.of(
                List.of(group), List.of(new WeightedAdapter(first, 0.5f), new WeightedAdapter(second, -2)));

        AdapterTable table = mixed.table(group);
        assertThat(table.places()).containsExactly(0, 1, 4, 7, 10);
        assertThat(table.row(0)).containsExactly(-20, 0.5f, 1 - 40, 1.5f, -60);
        assertThat(table.row(1)).containsOnly(0);
    }

    @Test
    void keepsShapesThatOnlyOneAdapterChanges() {
        AdapterValues first = values(SINGLES, new long[] {3}, 1);
        AdapterValues second = values(OTHERS, new long[] {5}, 2);

        AdapterValues mixed = mix(WeightedAdapter.of(first), WeightedAdapter.of(second));

        assertThat(mixed.tables().keySet()).containsExactlyInAnyOrder(SINGLES.indexInput(), OTHERS.indexInput());
    }

    @Test
    void addsThreeAdaptersInTheirOrder() {
        float[] parts = {1e8f, 1, -1e8f};

        AdapterValues mixed = mix(
                WeightedAdapter.of(values(SINGLES, new long[] {7}, parts[0])),
                WeightedAdapter.of(values(SINGLES, new long[] {7}, parts[1])),
                WeightedAdapter.of(values(SINGLES, new long[] {7}, parts[2])));

        assertThat(mixed.table(SINGLES).row(0)).containsExactly(parts[0] + parts[1] + parts[2]);
    }

    @Test
    void givesASingleAdapterBackUncopied() {
        AdapterValues only = values(SINGLES, new long[] {7}, 1);

        assertThat(mix(WeightedAdapter.of(only))).isSameAs(only);
    }

    @Test
    void isEmptyWithoutAdapters() {
        assertThat(mix().tables()).isEmpty();
        assertThat(AdapterValues.none().table(HALVES).count()).isZero();
    }

    @Test
    void refusesWeightsOutOfRange() {
        AdapterValues values = values(SINGLES, new long[] {7}, 1);

        assertThatThrownBy(() -> new WeightedAdapter(values, Float.NaN)).isInstanceOf(GenerationException.class);
        assertThatThrownBy(() -> new WeightedAdapter(values, 11))
                .isInstanceOf(GenerationException.class)
                .hasMessage("adapter weight must be in -10..10, was 11.0");
    }

    @Test
    void refusesMoreValuesThanOneTensorHolds() {
        List<TargetLayer> layers = Collections.nCopies(360, new TargetLayer("to_q", 1280, 1280));
        AdapterGroup huge = new AdapterGroup(1280, 1280, layers, false);

        assertThatThrownBy(() -> AdapterTable.zeros(huge, NativeBuffers.longs(1280 * 1280)))
                .isInstanceOf(GenerationException.class)
                .hasMessage(
                        "the adapter needs 2250 MiB for the layers of shape [1280, 1280]; one tensor may have 2047");
    }

    private static AdapterValues mix(WeightedAdapter... adapters) {
        return AdapterMix.of(List.of(SINGLES, OTHERS), Arrays.asList(adapters));
    }

    private static AdapterGroup group(int out, int in, boolean halves) {
        return new AdapterGroup(
                out, in, List.of(new TargetLayer("first", out, in), new TargetLayer("second", out, in)), halves);
    }

    private static AdapterValues values(AdapterGroup group, long[] places, float... values) {
        AdapterTable table = AdapterTable.zeros(group, SharedPositions.copy(places));
        table.setRow(0, values);
        return new AdapterValues(Map.of(group.indexInput(), table), 1);
    }
}
