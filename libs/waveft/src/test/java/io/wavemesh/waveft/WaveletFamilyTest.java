package io.wavemesh.waveft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.testkit.Golden;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WaveletFamilyTest {
    @Test
    void hasEveryFamilyOfTheReference() {
        assertThat(WaveletFamily.all())
                .extracting(family -> "filter." + family.name())
                .containsExactlyInAnyOrderElementsOf(Golden.keys("filter."));
    }

    @ParameterizedTest
    @MethodSource("io.wavemesh.waveft.WaveletFamily#all")
    void filtersEqualThoseOfTheReference(WaveletFamily family) {
        double[] golden = Golden.doubles("filter." + family.name());
        int length = golden.length / 2;

        assertThat(family.length()).isEqualTo(length);
        assertThat(family.lo()).containsExactly(Arrays.copyOf(golden, length));
        assertThat(family.hi()).containsExactly(Arrays.copyOfRange(golden, length, 2 * length));
    }

    @ParameterizedTest
    @MethodSource("io.wavemesh.waveft.WaveletFamily#all")
    void onlyTwoOfTheReferencesTablesAreNotOrthonormal(WaveletFamily family) {
        assertThat(family.isOrthonormal()).isNotEqualTo(Set.of("coif4", "coif5").contains(family.name()));
    }

    @Test
    void refusesAnUnknownNameAndListsTheKnownOnes() {
        assertThatThrownBy(() -> WaveletFamily.of("bior2.2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unknown wavelet family \"bior2.2\", known are db1, db2");
    }
}
