package io.wavemesh.waveft.adapter;

import io.wavemesh.waveft.DeltaMap;
import io.wavemesh.waveft.DeltaMapCache;
import io.wavemesh.waveft.LayerShape;
import io.wavemesh.waveft.WaveletFamily;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Configuration of a WaveFT adapter, or of SHiRA where {@link #useIdwt()} is false.
 *
 * <p>Source: PEFT 0.21, {@code WaveFTConfig} and {@code WaveFTModel}.
 *
 * @param fields all fields, under PEFT's names; copied, absent ones have PEFT's defaults
 */
public record WaveFtConfig(Map<String, Object> fields) implements AdapterConfig {
    static final String PEFT_TYPE = "WAVEFT";

    /** Checks every field that has a meaning here. */
    public WaveFtConfig {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        ConfigFields read = new ConfigFields(fields);
        if (!PEFT_TYPE.equals(read.get("peft_type"))) {
            throw ConfigFields.wrong("peft_type", PEFT_TYPE, read.get("peft_type"));
        }
        read.integer("n_frequency", 2592, 1, Integer.MAX_VALUE);
        read.integer("random_loc_seed", 777, Long.MIN_VALUE, Long.MAX_VALUE);
        read.number("scaling", 25);
        read.flag("use_idwt", true);
        read.flag("proportional_parameters", false);
        family(read);
        pattern(read);
        read.refuse("bias", "none");
        read.refuse("modules_to_save", null);
        read.refuse("fan_in_fan_out", null);
        TargetModules.of(read);
    }

    /** Fields with PEFT's defaults, for the attention projections of SDXL's UNet, to be changed one by one. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String method() {
        return useIdwt() ? "waveft" : "shira";
    }

    /** Coefficients of a layer, where no pattern says otherwise. */
    public int nFrequency() {
        return (int) read().integer("n_frequency", 2592, 1, Integer.MAX_VALUE);
    }

    /** Factor on the delta weight. */
    public float scaling() {
        return (float) read().number("scaling", 25);
    }

    /** Wavelet family; without meaning for SHiRA. */
    public WaveletFamily waveletFamily() {
        return family(read());
    }

    /** Whether coefficients are wavelet coefficients (WaveFT) or weights (SHiRA). */
    public boolean useIdwt() {
        return read().flag("use_idwt", true);
    }

    /** Location seed. */
    public long randomLocSeed() {
        return read().integer("random_loc_seed", 777, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Whether counts follow the sizes of the layers. */
    public boolean proportionalParameters() {
        return read().flag("proportional_parameters", false);
    }

    /** Counts by pattern of the layer's name, in the order in which they are tried. */
    public Map<String, Integer> nFrequencyPattern() {
        return pattern(read());
    }

    /**
     * Coefficients of one layer by pattern and default.
     *
     * @throws AdapterException if they are proportional, which {@link #counts} tells, or do not fit the layer
     */
    public int nFrequency(String modulePath, int out, int in) {
        if (proportionalParameters()) {
            throw new AdapterException("proportional_parameters needs the shapes of all layers");
        }
        return fitting(modulePath, nFrequencyByPattern(modulePath), new LayerShape(out, in));
    }

    int nFrequencyByPattern(String modulePath) {
        Map<String, Integer> pattern = nFrequencyPattern();
        return pattern.getOrDefault(PatternKeys.matching(pattern.keySet(), modulePath), nFrequency());
    }

    /**
     * The adapted layers and their coefficients.
     *
     * @param linearLayers all linear layers of the base model by module path
     * @return counts of the selected layers, by module path
     * @throws AdapterException if no layer is selected, or a count does not fit its layer
     */
    public Map<String, Integer> counts(Map<String, LayerShape> linearLayers) {
        Map<String, LayerShape> selected = TargetModules.of(this).select(linearLayers);
        double total = selected.values().stream().mapToLong(LayerShape::size).sum();
        double budget = (double) nFrequency() * selected.size();
        boolean proportional = proportionalParameters();
        Map<String, Integer> counts = new TreeMap<>();
        selected.forEach((module, shape) -> {
            long count = proportional
                    ? Math.max(1, (long) Math.rint(shape.size() / total * budget))
                    : nFrequencyByPattern(module);
            counts.put(module, fitting(module, count, shape));
        });
        return counts;
    }

    /** The map from one layer's coefficients to its weights. */
    DeltaMap map(int out, int in, int count, DeltaMapCache cache) {
        return useIdwt()
                ? cache.wavelet(out, in, count, randomLocSeed(), waveletFamily())
                : cache.direct(out, in, count, randomLocSeed());
    }

    private static int fitting(String module, long count, LayerShape shape) {
        if (count < 1 || count > shape.size()) {
            throw new AdapterException(
                    "n_frequency must be in 1.." + shape.size() + " for " + module + " " + shape + ", was " + count);
        }
        return (int) count;
    }

    private ConfigFields read() {
        return new ConfigFields(fields);
    }

    private static WaveletFamily family(ConfigFields read) {
        try {
            return WaveletFamily.of(read.text("wavelet_family", "db1"));
        } catch (AdapterException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new AdapterException("wavelet_family: " + e.getMessage(), e);
        }
    }

    private static Map<String, Integer> pattern(ConfigFields read) {
        Map<String, Integer> pattern = new LinkedHashMap<>();
        read.numbers("n_frequency_pattern").forEach((key, count) -> {
            if (!(count instanceof Long || count instanceof Integer)
                    || count.longValue() < 1
                    || count.longValue() > Integer.MAX_VALUE) {
                throw ConfigFields.wrong("n_frequency_pattern", "whole numbers from 1", count);
            }
            pattern.put(key, count.intValue());
        });
        return pattern;
    }

    /** Collects the fields of a new configuration. */
    public static final class Builder {
        private final Map<String, Object> fields = PeftDefaults.waveFt();

        private Builder() {}

        /** Coefficients of a layer. */
        public Builder nFrequency(int count) {
            return field("n_frequency", (long) count);
        }

        /** Factor on the delta weight. */
        public Builder scaling(double scaling) {
            return field("scaling", scaling);
        }

        /** Wavelet family; haar is stored as db1, the name that PEFT knows for the same taps. */
        public Builder waveletFamily(String family) {
            return field("wavelet_family", family.equals("haar") ? "db1" : family);
        }

        /** False for SHiRA. */
        public Builder useIdwt(boolean useIdwt) {
            return field("use_idwt", useIdwt);
        }

        /** Location seed, 0 to 2^32 - 1. */
        public Builder randomLocSeed(long seed) {
            return field("random_loc_seed", seed);
        }

        /** Whether counts follow the sizes of the layers. */
        public Builder proportionalParameters(boolean proportional) {
            return field("proportional_parameters", proportional);
        }

        /** Counts by pattern of the layer's name. */
        public Builder nFrequencyPattern(Map<String, Integer> pattern) {
            return field("n_frequency_pattern", new TreeMap<>(pattern));
        }

        /** Adapted layers by name or dotted ending. */
        public Builder targetModules(List<String> names) {
            return field("target_modules", List.copyOf(names));
        }

        /** Adapted layers by a regular expression over the whole name. */
        public Builder targetModules(String expression) {
            return field("target_modules", expression);
        }

        /** Any field under PEFT's name. */
        public Builder field(String name, Object value) {
            fields.put(name, value);
            return this;
        }

        /**
         * The configuration.
         *
         * @throws AdapterException if a field is out of range
         */
        public WaveFtConfig build() {
            return new WaveFtConfig(fields);
        }
    }
}
