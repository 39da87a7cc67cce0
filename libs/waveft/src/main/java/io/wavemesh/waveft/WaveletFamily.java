package io.wavemesh.waveft;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An orthogonal wavelet by its two reconstruction filters, as PEFT's WAVEFT tuner has them: {@code hi[i] = (-1)^i
 * lo[f-1-i]}. Immutable.
 *
 * <p>Two of PEFT's tables, coif4 and coif5, are not orthonormal; they are kept as they are, so that adapters mean the
 * same here and there.
 *
 * <p>Source: PEFT 0.21, {@code tuners/waveft/wavelet.py}, whose numbers come from PyWavelets.
 */
public final class WaveletFamily {
    private static final double ORTHONORMAL_TOLERANCE = 1e-9;
    private static final Map<String, WaveletFamily> FAMILIES = load();

    private final String name;
    private final double[] lo;
    private final double[] hi;

    private WaveletFamily(String name, double[] lo) {
        this.name = name;
        this.lo = lo;
        this.hi = new double[lo.length];
        for (int i = 0; i < lo.length; i++) {
            hi[i] = (i % 2 == 0 ? 1 : -1) * lo[lo.length - 1 - i];
        }
    }

    /**
     * The family of a name such as {@code db1}, {@code haar}, {@code sym4} or {@code coif2}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static WaveletFamily of(String name) {
        WaveletFamily family = FAMILIES.get(name);
        if (family == null) {
            throw new IllegalArgumentException(
                    "unknown wavelet family \"" + name + "\", known are " + String.join(", ", FAMILIES.keySet()));
        }
        return family;
    }

    /** All families: haar, db1 to db10, sym2 to sym10, coif1 to coif5. */
    public static List<WaveletFamily> all() {
        return List.copyOf(FAMILIES.values());
    }

    /** Name in adapter files. */
    public String name() {
        return name;
    }

    /** Low-pass reconstruction taps, a copy. */
    public double[] lo() {
        return lo.clone();
    }

    /** High-pass reconstruction taps, a copy. */
    public double[] hi() {
        return hi.clone();
    }

    /** Number of taps f; even. A coefficient touches f x f weights. */
    public int length() {
        return lo.length;
    }

    /** Whether the taps' even shifts are orthonormal, to 1e-9: then the transform keeps norms. */
    public boolean isOrthonormal() {
        for (int shift = 0; shift < lo.length; shift += 2) {
            double product = shift == 0 ? -1 : 0;
            for (int i = 0; i + shift < lo.length; i++) {
                product += lo[i] * lo[i + shift];
            }
            if (Math.abs(product) > ORTHONORMAL_TOLERANCE) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return name;
    }

    private static Map<String, WaveletFamily> load() {
        Map<String, WaveletFamily> families = new LinkedHashMap<>();
        try (InputStream in = WaveletFamily.class.getResourceAsStream("wavelets.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] fields = line.split(" ");
                double[] taps = Arrays.stream(fields, 1, fields.length)
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                families.put(fields[0], new WaveletFamily(fields[0], taps));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        families.put("haar", new WaveletFamily("haar", families.get("db1").lo));
        return Collections.unmodifiableMap(families);
    }
}
