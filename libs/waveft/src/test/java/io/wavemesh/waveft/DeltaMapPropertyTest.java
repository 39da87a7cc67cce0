package io.wavemesh.waveft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wavemesh.testkit.Relative;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DeltaMapPropertyTest {
    record Layer(int out, int in, int count, long seed, WaveletFamily family) {
        Positions positions() {
            return Positions.of(out, in, count, seed);
        }

        DeltaMap map() {
            return DeltaMap.wavelet(out, in, positions(), family);
        }

        float[] numbers(int size, int salt) {
            Random random = new Random(seed * 31 + salt);
            float[] numbers = new float[size];
            for (int i = 0; i < size; i++) {
                numbers[i] = (float) random.nextGaussian();
            }
            return numbers;
        }
    }

    @Provide
    Arbitrary<Layer> layers() {
        Arbitrary<Integer> sizes = Arbitraries.integers().between(1, 70);
        return Combinators.combine(
                        sizes,
                        sizes,
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.longs().between(0, 0xffffffffL),
                        Arbitraries.of(WaveletFamily.all()))
                .as((out, in, share, seed, family) ->
                        new Layer(out, in, Math.max(1, (int) (share * share * out * in)), seed, family));
    }

    @Property(tries = 400, seed = "20250512")
    void fastMapEqualsSlowReference(@ForAll("layers") Layer layer) {
        float[] coefficients = layer.numbers(layer.count(), 1);

        float[] fast = dense(layer.map(), coefficients);

        double[] slow = flat(ReferenceDelta.wavelet(layer.positions(), coefficients, layer.family()));
        assertClose(fast, slow);
    }

    @Property(tries = 100, seed = "20250513")
    void directMapEqualsSlowReference(@ForAll("layers") Layer layer) {
        float[] coefficients = layer.numbers(layer.count(), 1);

        float[] fast = dense(DeltaMap.direct(layer.out(), layer.in(), layer.positions()), coefficients);

        assertThat(fast).containsExactly(floats(flat(ReferenceDelta.direct(layer.positions(), coefficients))));
    }

    @Property(tries = 300, seed = "20250514")
    void transposeIsTheAdjoint(@ForAll("layers") Layer layer) {
        DeltaMap map = layer.map();
        float[] coefficients = layer.numbers(layer.count(), 1);
        float[] upstream = layer.numbers(map.touchedCount(), 2);

        double forward = dot(map.apply(coefficients, 3), upstream);
        double backward = dot(coefficients, map.transpose(upstream, 3));

        assertThat(backward).isCloseTo(forward, within(1e-4 * (1 + Math.abs(forward)) * Math.sqrt(layer.count())));
    }

    @Property(tries = 100, seed = "20250515")
    void entriesAreTheMap(@ForAll("layers") Layer layer) {
        DeltaMap map = layer.map();
        float[] coefficients = layer.numbers(layer.count(), 1);
        int[] touched = map.entryTouched();
        int[] coefficient = map.entryCoefficient();
        float[] weight = map.entryWeight();

        double[] sums = new double[map.touchedCount()];
        for (int e = 0; e < touched.length; e++) {
            sums[touched[e]] += (double) weight[e] * coefficients[coefficient[e]];
        }

        assertThat(map.apply(coefficients, 1)).containsExactly(floats(sums));
    }

    @Property(tries = 30, seed = "20250516")
    void repeatedMapsAreEqualToTheBit(@ForAll("layers") Layer layer) {
        float[] coefficients = layer.numbers(layer.count(), 1);

        assertThat(layer.map().apply(coefficients, 25))
                .containsExactly(layer.map().apply(coefficients, 25));
    }

    @Property(tries = 200, seed = "20250517")
    void positionsAreDistinctAndInside(@ForAll("layers") Layer layer) {
        assertThat(Arrays.stream(layer.positions().flat()).boxed().toList())
                .doesNotHaveDuplicates()
                .hasSize(layer.count())
                .allMatch(k -> k >= 0 && k < layer.out() * layer.in());
    }

    @Property(tries = 30, seed = "20250518")
    void sparseShuffleEqualsTheWholeOne(@ForAll("layers") Layer layer) {
        SplittableRandom random = new SplittableRandom(layer.seed());
        int size = layer.out() * layer.in() + 64;
        int draws = size / 16;
        SwappedPlaces sparse = new SwappedPlaces(size, draws);
        SwappedPlaces whole = new SwappedPlaces(size, size);

        for (int i = 0; i < draws; i++) {
            int other = i + random.nextInt(size - i);
            assertThat(sparse.swap(i, other)).isEqualTo(whole.swap(i, other));
        }
    }

    private static void assertClose(float[] fast, double[] slow) {
        double[] wide = new double[fast.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = fast[i];
        }
        Relative.assertClose(wide, slow, 1e-6);
    }

    private static float[] dense(DeltaMap map, float[] coefficients) {
        float[] dense = new float[map.out() * map.in()];
        int[] touched = map.touched();
        float[] changes = map.apply(coefficients, 1);
        for (int t = 0; t < touched.length; t++) {
            dense[touched[t]] = changes[t];
        }
        return dense;
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    private static float[] floats(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
