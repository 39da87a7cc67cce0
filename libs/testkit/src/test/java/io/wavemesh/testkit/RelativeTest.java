package io.wavemesh.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RelativeTest {
    @Test
    void measuresAgainstTheGreatestExpectedMagnitude() {
        assertThat(Relative.error(new float[] {1.5f, -4}, new float[] {1, -4})).isEqualTo(0.125);
        assertThat(Relative.error(new float[] {0.5f}, new float[] {0})).isEqualTo(0.5);
    }

    @Test
    void acceptsWhatIsWithinTheTolerance() {
        assertThatCode(() -> Relative.assertClose(new double[] {10.1}, new double[] {10}, 0.011))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesWhatIsBeyondItAndNamesThePlace() {
        assertThatThrownBy(() -> Relative.assertClose(new float[] {8, 2}, new float[] {8, 1}, 0.1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("0.125")
                .hasMessageContaining("[1]");
    }

    @Test
    void refusesNotANumberAndOtherLengths() {
        assertThatThrownBy(() -> Relative.assertClose(new float[] {Float.NaN}, new float[] {1}, 1e9))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Relative.assertClose(new float[] {1, 2}, new float[] {1}, 1e9))
                .isInstanceOf(AssertionError.class);
    }
}
