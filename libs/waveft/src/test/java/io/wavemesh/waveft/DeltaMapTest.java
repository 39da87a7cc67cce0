package io.wavemesh.waveft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.testkit.Golden;
import io.wavemesh.testkit.Relative;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaMapTest {
    private static final float SCALING = 25;
    private static final double TOLERANCE = 1e-6;

    static List<String> golden() {
        return Golden.keys("delta.").stream()
                .filter(key -> key.matches("delta\\.\\d+x\\d+\\.(noidwt|[a-z]+\\d+)"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void deltaWeightsEqualThoseOfTheReference(String key) {
        Positions positions = positions(key);
        float[] spectrum = Golden.floats(shapeKey(key) + ".spectrum");

        float[] delta = dense(map(positions, familyOf(key)), spectrum, SCALING);

        Relative.assertClose(delta, Golden.floats(key), TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("golden")
    void slowReferenceEqualsTheGoldenVectorsToo(String key) {
        Positions positions = positions(key);
        float[] spectrum = Golden.floats(shapeKey(key) + ".spectrum");

        double[][] delta = familyOf(key).equals("noidwt")
                ? ReferenceDelta.direct(positions, spectrum)
                : ReferenceDelta.wavelet(positions, spectrum, WaveletFamily.of(familyOf(key)));

        double[] scaled = Arrays.stream(delta)
                .flatMapToDouble(Arrays::stream)
                .map(value -> value * SCALING)
                .toArray();
        Relative.assertClose(scaled, Golden.doubles(key), TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("golden")
    void transposeIsTheGradientOfTheReference(String key) {
        DeltaMap map = map(positions(key), familyOf(key));

        float[] gradient = map.transpose(gather(Golden.floats(shapeKey(key) + ".upstream"), map.touched()), SCALING);

        Relative.assertClose(gradient, Golden.floats(key + ".grad"), TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"db1", "db2", "sym4", "coif1", "noidwt"})
    void largeLayersEqualThoseOfTheReference(String family) {
        int out = 1280;
        int in = 2048;
        DeltaMap map = map(Positions.of(out, in, 2592, 777), family);

        float[] delta = dense(map, Golden.floats("bigdelta.spectrum"), SCALING);

        String key = "bigdelta." + family;
        Relative.assertClose(gather(delta, Golden.ints(key + ".at")), Golden.floats(key + ".values"), TOLERANCE);
        double[] rows = new double[out];
        double[] columns = new double[in];
        double[] stats = new double[4];
        for (int k = 0; k < delta.length; k++) {
            rows[k / in] += delta[k];
            columns[k % in] += delta[k];
            stats[0] += delta[k] == 0 ? 0 : 1;
            stats[1] += delta[k];
            stats[2] += (double) delta[k] * delta[k];
            stats[3] += Math.abs(delta[k]);
        }
        Relative.assertClose(rows, Golden.doubles(key + ".rowsum"), TOLERANCE);
        Relative.assertClose(columns, Golden.doubles(key + ".colsum"), TOLERANCE);
        Relative.assertClose(stats, Golden.doubles(key + ".stats"), TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"db1", "db2", "sym4", "coif1", "noidwt"})
    void gradientsOfLargeLayersEqualThoseOfTheReference(String family) {
        DeltaMap map = map(Positions.of(1280, 2048, 2592, 777), family);
        float[] row = Golden.floats("bigdelta.upstream_row");
        float[] column = Golden.floats("bigdelta.upstream_col");
        int[] touched = map.touched();
        float[] upstream = new float[touched.length];
        for (int t = 0; t < touched.length; t++) {
            upstream[t] = row[touched[t] / 2048] * column[touched[t] % 2048];
        }

        float[] gradient = map.transpose(upstream, SCALING);

        Relative.assertClose(gradient, Golden.floats("bigdelta." + family + ".grad"), TOLERANCE);
    }

    @Test
    void haarTouchesFourWeightsACoefficientAtMost() {
        DeltaMap map = map(Positions.of(640, 640, 2592, 777), "db1");

        assertThat(map.entryCount()).isEqualTo(4 * 2592);
        assertThat(map.touchedCount()).isLessThanOrEqualTo(map.entryCount());
        assertThat(map.touched()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void refusesPositionsOfAnotherShape() {
        Positions positions = Positions.of(8, 6, 5, 777);

        assertThatThrownBy(() -> DeltaMap.wavelet(6, 8, positions, WaveletFamily.of("db1")))
                .hasMessage("positions are of shape [8, 6], the weight is [6, 8]");
        assertThatThrownBy(() -> DeltaMap.direct(8, 7, positions))
                .hasMessage("positions are of shape [8, 6], the weight is [8, 7]");
    }

    @Test
    void refusesAnotherNumberOfCoefficients() {
        DeltaMap map = map(Positions.of(8, 6, 5, 777), "db1");

        assertThatThrownBy(() -> map.apply(new float[4], 1)).hasMessage("expected 5 coefficients, were 4");
        assertThatThrownBy(() -> map.transpose(new float[3], 1)).hasMessageContaining("gradients, were 3");
    }

    private static DeltaMap map(Positions positions, String family) {
        return family.equals("noidwt")
                ? DeltaMap.direct(positions.out(), positions.in(), positions)
                : DeltaMap.wavelet(positions.out(), positions.in(), positions, WaveletFamily.of(family));
    }

    private static Positions positions(String key) {
        String[] sizes = key.split("\\.")[1].split("x");
        int count = Math.toIntExact(Golden.shape(shapeKey(key) + ".spectrum")[0]);
        return Positions.of(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), count, 777);
    }

    private static String shapeKey(String key) {
        return key.substring(0, key.lastIndexOf('.'));
    }

    private static String familyOf(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static float[] dense(DeltaMap map, float[] spectrum, float scaling) {
        float[] dense = new float[map.out() * map.in()];
        int[] touched = map.touched();
        float[] changes = map.apply(spectrum, scaling);
        for (int t = 0; t < touched.length; t++) {
            dense[touched[t]] = changes[t];
        }
        return dense;
    }

    private static float[] gather(float[] values, int[] at) {
        float[] gathered = new float[at.length];
        for (int i = 0; i < at.length; i++) {
            gathered[i] = values[at[i]];
        }
        return gathered;
    }
}
