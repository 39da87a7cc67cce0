package io.wavemesh.waveft.adapter;

import java.util.Arrays;

/**
 * Coefficients of one layer, {@code waveft_spectrum} in files, of WaveFT and SHiRA alike.
 *
 * @param values in the draw order of the positions; copied in and out
 */
public record Coefficients(float[] values) implements ModuleTensors {
    /** Copies the values. */
    public Coefficients {
        values = values.clone();
    }

    @Override
    public float[] values() {
        return values.clone();
    }

    @Override
    public long parameterCount() {
        return values.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Coefficients that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return values.length + " coefficients";
    }
}
