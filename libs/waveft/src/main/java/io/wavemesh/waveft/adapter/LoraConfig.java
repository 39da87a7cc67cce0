package io.wavemesh.waveft.adapter;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Configuration of a plain LoRA adapter on linear layers. Variants (DoRA, biases, initialisations that change the base
 * model, …) are refused by name.
 *
 * <p>Source: PEFT 0.21, {@code LoraConfig} and {@code LoraLayer.update_layer}.
 *
 * @param fields all fields, under PEFT's names; copied, absent ones have PEFT's defaults
 */
public record LoraConfig(Map<String, Object> fields) implements AdapterConfig {
    static final String PEFT_TYPE = "LORA";

    private static final List<String> UNSUPPORTED = List.of(
            "use_dora",
            "lora_bias",
            "fan_in_fan_out",
            "modules_to_save",
            "use_qalora",
            "use_bdlora",
            "target_parameters",
            "trainable_token_indices",
            "layer_replication",
            "alora_invocation_tokens",
            "arrow_config",
            "kasa_config",
            "monteclora_config",
            "velora_config");

    /** Initialisations that subtract something from the base model's own weights. */
    private static final Set<String> CHANGE_BASE = Set.of("pissa", "olora", "corda", "loftq", "lora_ga");

    /** Checks every field that has a meaning here. */
    public LoraConfig {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        ConfigFields read = new ConfigFields(fields);
        if (!PEFT_TYPE.equals(read.get("peft_type"))) {
            throw ConfigFields.wrong("peft_type", PEFT_TYPE, read.get("peft_type"));
        }
        read.integer("r", 8, 1, Integer.MAX_VALUE);
        read.number("lora_alpha", 8);
        read.flag("use_rslora", false);
        ranks(read);
        read.numbers("alpha_pattern");
        UNSUPPORTED.forEach(option -> read.refuse(option, null));
        read.refuse("bias", "none");
        if (read.get("init_lora_weights") instanceof String way
                && CHANGE_BASE.stream().anyMatch(way::startsWith)) {
            throw new AdapterException("the option init_lora_weights (" + way + ") is not supported");
        }
        TargetModules.of(read);
    }

    /** Fields with PEFT's defaults, for the attention projections of SDXL's UNet, to be changed one by one. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String method() {
        return "lora";
    }

    /** Rank, where no pattern says otherwise. */
    public int rank() {
        return (int) read().integer("r", 8, 1, Integer.MAX_VALUE);
    }

    /** Alpha, where no pattern says otherwise. */
    public double alpha() {
        return read().number("lora_alpha", 8);
    }

    /** Whether the factor is alpha / sqrt(rank) instead of alpha / rank. */
    public boolean useRslora() {
        return read().flag("use_rslora", false);
    }

    /** Rank of one layer. */
    public int rank(String modulePath) {
        Map<String, Integer> ranks = ranks(read());
        return ranks.getOrDefault(PatternKeys.matching(ranks.keySet(), modulePath), rank());
    }

    /** Factor on one layer's product: alpha / rank, or alpha / sqrt(rank). */
    public float scaling(String modulePath) {
        Map<String, Number> alphas = read().numbers("alpha_pattern");
        double alpha = alphas.getOrDefault(PatternKeys.matching(alphas.keySet(), modulePath), alpha())
                .doubleValue();
        int rank = rank(modulePath);
        return (float) (alpha / (useRslora() ? Math.sqrt(rank) : rank));
    }

    private ConfigFields read() {
        return new ConfigFields(fields);
    }

    private static Map<String, Integer> ranks(ConfigFields read) {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        read.numbers("rank_pattern").forEach((key, rank) -> {
            if (!(rank instanceof Long || rank instanceof Integer)
                    || rank.longValue() < 1
                    || rank.longValue() > Integer.MAX_VALUE) {
                throw ConfigFields.wrong("rank_pattern", "whole numbers from 1", rank);
            }
            ranks.put(key, rank.intValue());
        });
        return ranks;
    }

    /** Collects the fields of a new configuration. */
    public static final class Builder {
        private final Map<String, Object> fields = PeftDefaults.lora();

        private Builder() {}

        /** Rank of a layer. */
        public Builder rank(int rank) {
            return field("r", (long) rank);
        }

        /** Numerator of the factor on the product. */
        public Builder alpha(double alpha) {
            return alpha == Math.rint(alpha) && Math.abs(alpha) < 1e9
                    ? field("lora_alpha", (long) alpha)
                    : field("lora_alpha", alpha);
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
         * @throws AdapterException if a field is out of range or an option is not supported
         */
        public LoraConfig build() {
            return new LoraConfig(fields);
        }
    }
}
