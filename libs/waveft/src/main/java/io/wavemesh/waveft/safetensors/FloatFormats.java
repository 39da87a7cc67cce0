package io.wavemesh.waveft.safetensors;

/** The 16-bit floating-point forms, in plain arithmetic: each value to and from single precision. */
public final class FloatFormats {
    private FloatFormats() {}

    /** The exact value of an IEEE half. */
    public static float fromHalf(short half) {
        return HalfTable.VALUES[half & 0xffff];
    }

    /** The exact value of a bfloat16. */
    public static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** The nearest bfloat16, ties to even; values beyond its range become infinite, NaN stays NaN. */
    public static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    /** The nearest IEEE half, ties to even; values beyond its range become infinite, NaN stays NaN. */
    public static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x47800000) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x38800000) {
            // A multiple of 2^-24, the smallest half: adding 0.5 leaves exactly those bits, rounded to even.
            float shifted = Float.intBitsToFloat(magnitude) + 0.5f;
            return (short) (sign | Float.floatToRawIntBits(shifted) - 0x3f000000);
        }
        int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1) - 0x38000000;
        return (short) (sign | rounded >>> 13);
    }

    /** All 65,536 halves, made on first use. */
    private static final class HalfTable {
        static final float[] VALUES = new float[1 << 16];

        static {
            for (int half = 0; half < VALUES.length; half++) {
                VALUES[half] = decode(half);
            }
        }

        private static float decode(int half) {
            int exponent = half >>> 10 & 0x1f;
            int fraction = half & 0x3ff;
            float magnitude;
            if (exponent == 0x1f) {
                magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
            } else if (exponent == 0) {
                magnitude = fraction * 0x1p-24f;
            } else {
                magnitude = Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
            }
            return (half & 0x8000) == 0 ? magnitude : -magnitude;
        }
    }
}
