package io.wavemesh.waveft.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatFormatsTest {
    @Test
    void everyHalfSurvivesBothWays() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = FloatFormats.fromHalf((short) bits);
            boolean notANumber = (bits & 0x7fff) > 0x7c00;
            if (notANumber) {
                assertThat(value).isNaN();
                assertThat(FloatFormats.fromHalf(FloatFormats.toHalf(value))).isNaN();
            } else {
                assertThat(FloatFormats.toHalf(value) & 0xffff).isEqualTo(bits);
            }
        }
    }

    @Test
    void everyBfloat16SurvivesBothWays() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = FloatFormats.fromBfloat16((short) bits);
            if (Float.isNaN(value)) {
                assertThat(FloatFormats.fromBfloat16(FloatFormats.toBfloat16(value)))
                        .isNaN();
            } else {
                assertThat(FloatFormats.toBfloat16(value) & 0xffff).isEqualTo(bits);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 0x3c00",
        "-2.0, 0xc000",
        "65504, 0x7bff",
        "65519.99, 0x7bff",
        "65520, 0x7c00",
        "1e30, 0x7c00",
        "5.9604645e-8, 0x0001",
        "2.9802322e-8, 0x0000",
        "2.9802326e-8, 0x0001",
        "8.940697e-8, 0x0002",
        "6.1035156e-5, 0x0400",
        "6.0975552e-5, 0x03ff",
        "1.00048828125, 0x3c00",
        "1.00146484375, 0x3c02",
        "-0.0, 0x8000"
    })
    void halvesRoundToNearestEven(float value, String bits) {
        assertThat(FloatFormats.toHalf(value) & 0xffff).isEqualTo(Integer.decode(bits));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 0x3f80",
        "1.00390625, 0x3f80",
        "1.01171875, 0x3f82",
        "1.003907, 0x3f81",
        "3.4028235e38, 0x7f80",
        "-0.0, 0x8000",
        "1e-45, 0x0000"
    })
    void bfloat16sRoundToNearestEven(float value, String bits) {
        assertThat(FloatFormats.toBfloat16(value) & 0xffff).isEqualTo(Integer.decode(bits));
    }

    @Test
    void noOtherHalfIsNearer() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt(0x30000000, 0x477fe000));
            short half = FloatFormats.toHalf(value);
            double error = Math.abs((double) FloatFormats.fromHalf(half) - value);
            assertThat(error).isLessThanOrEqualTo(Math.abs(FloatFormats.fromHalf((short) (half + 1)) - (double) value));
            if (half > 0) {
                assertThat(error)
                        .isLessThanOrEqualTo(Math.abs(FloatFormats.fromHalf((short) (half - 1)) - (double) value));
            }
        }
    }
}
