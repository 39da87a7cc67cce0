package io.wavemesh.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.testkit.Relative;
import io.wavemesh.waveft.DeltaMap;
import io.wavemesh.waveft.Positions;
import io.wavemesh.waveft.WaveletFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JaggedMatrixTest {

    @ParameterizedTest
    @ValueSource(strings = {"db1", "db2", "sym4", "coif1"})
    void productsEqualThoseOfTheDeltaMap(String family) {
        DeltaMap map = DeltaMap.wavelet(33, 48, Positions.of(33, 48, 150, 777), WaveletFamily.of(family));
        float[] coefficients = numbers(map.count());
        float[] gradient = numbers(map.touchedCount());

        JaggedMatrix forward =
                JaggedMatrix.of(map.touchedCount(), map.entryTouched(), map.entryCoefficient(), map.entryWeight());
        JaggedMatrix transposed =
                JaggedMatrix.of(map.count(), map.entryCoefficient(), map.entryTouched(), map.entryWeight());

        Relative.assertClose(product(forward, coefficients), map.apply(coefficients, 1), 1e-6);
        Relative.assertClose(product(transposed, gradient), map.transpose(gradient, 1), 1e-6);
    }

    @Test
    void rowWithoutEntriesIsZero() {
        JaggedMatrix matrix = JaggedMatrix.of(3, new int[] {2, 0, 2}, new int[] {0, 1, 1}, new float[] {1, 2, 3});

        assertThat(product(matrix, new float[] {10, 100})).containsExactly(200, 0, 310);
        assertThat(matrix.lengths()).containsExactly(2, 1);
    }

    /** As {@code jagged_product} in functions.py. */
    private static float[] product(JaggedMatrix matrix, float[] x) {
        float[] sorted = new float[matrix.place().length];
        int at = 0;
        for (long rows : matrix.lengths()) {
            for (int row = 0; row < rows; row++, at++) {
                sorted[row] += matrix.weight()[at] * x[(int) matrix.index()[at]];
            }
        }
        float[] product = new float[sorted.length];
        for (int row = 0; row < product.length; row++) {
            product[row] = sorted[(int) matrix.place()[row]];
        }
        return product;
    }

    private static float[] numbers(int count) {
        SeededRandom random = new SeededRandom(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.uniform() - 0.5);
        }
        return values;
    }
}
