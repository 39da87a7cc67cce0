package io.wavemesh.training;

import io.wavemesh.sdxl.model.Defaults;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.waveft.adapter.AdapterConfig;
import io.wavemesh.waveft.adapter.LoraConfig;
import io.wavemesh.waveft.adapter.WaveFtConfig;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes a plan out of settings, the model's defaults and the paper's. */
final class PlanResolver {

    private static final Set<String> OF_WAVEFT = Set.of(
            "waveletFamily", "nFrequency", "nFrequencyPattern", "proportionalParameters", "scaling", "randomLocSeed");
    private static final Set<String> OF_LORA = Set.of("rank", "alpha");
    private static final Set<String> OF_ALL = Set.of(
            "method",
            "targetModules",
            "targetModulesExpression",
            "learningRate",
            "weightDecay",
            "clip",
            "steps",
            "batch",
            "seed",
            "resolution",
            "instanceToken",
            "classNoun",
            "instancePrompt",
            "captions",
            "minSnrGamma",
            "noiseOffset");
    private static final double TINY = Double.MIN_NORMAL;

    private final SettingValues values;
    private final ModelFolder model;

    PlanResolver(Map<String, ?> settings, ModelFolder model) {
        this.model = model;
        this.values = new SettingValues(settings, model.defaults().group("training"));
        Set<String> known = new HashSet<>(OF_ALL);
        known.addAll(OF_WAVEFT);
        known.addAll(OF_LORA);
        values.only(known);
    }

    TrainingPlan fresh() {
        String method = values.text("method").orElse("waveft");
        AdapterConfig config =
                switch (method) {
                    case "waveft", "shira" -> waveFt(method.equals("waveft"));
                    case "lora" -> lora();
                    default -> throw SettingValues.wrong("method", "waveft, shira or lora", method);
                };
        return plan(config);
    }

    TrainingPlan continuing(AdapterConfig config) {
        contradicts("method", config.method());
        Map<String, Object> fields = config.fields();
        if (config instanceof WaveFtConfig waveFt) {
            refuse(OF_LORA, config);
            contradicts("waveletFamily", waveFt.waveletFamily().name());
            contradicts("nFrequency", waveFt.nFrequency());
            contradicts("nFrequencyPattern", waveFt.nFrequencyPattern());
            contradicts("proportionalParameters", waveFt.proportionalParameters());
            contradicts("scaling", waveFt.scaling());
            contradicts("randomLocSeed", waveFt.randomLocSeed());
        } else if (config instanceof LoraConfig lora) {
            refuse(OF_WAVEFT, config);
            contradicts("rank", lora.rank());
            contradicts("alpha", lora.alpha());
        }
        contradicts("targetModules", fields.get("target_modules"));
        contradicts("targetModulesExpression", fields.get("target_modules"));
        return plan(config);
    }

    private TrainingPlan plan(AdapterConfig config) {
        Defaults own = model.defaults();
        int factor = model.vaeConfig().factor();
        int side = own.integer("resolution").orElse(model.unetConfig().sampleSize() * factor);
        int resolution = (int) values.whole("resolution", side, factor, 8192);
        if (resolution % factor != 0) {
            throw SettingValues.wrong("resolution", "a multiple of " + factor, resolution);
        }
        return new TrainingPlan(
                config,
                new OptimizerPlan(
                        values.number("learningRate", 1e-4, 0, 1000),
                        values.number("weightDecay", 1e-4, 0, 1000),
                        values.number("clip", 1, TINY, 1e9)),
                new LossPlan(values.number("minSnrGamma", TINY, 1e6), values.number("noiseOffset", 0, 0, 1)),
                prompts(),
                (int) values.whole("steps", 500, 1, 1_000_000),
                (int) values.whole("batch", 4, 1, 1024),
                values.whole("seed", 0, 0, Long.MAX_VALUE),
                resolution);
    }

    private PromptPlan prompts() {
        String token = values.text("instanceToken").orElse("zjw");
        String noun = values.text("classNoun").orElse("");
        if (token.isBlank()) {
            throw SettingValues.wrong("instanceToken", "a word", "blank");
        }
        if (noun.isBlank() && values.isGiven("classNoun")) {
            throw SettingValues.wrong("classNoun", "a word such as dog", "blank");
        }
        return new PromptPlan(
                token,
                noun,
                values.text("instancePrompt").orElse("a {instance_token} {class_noun}"),
                values.texts("captions"));
    }

    private WaveFtConfig waveFt(boolean idwt) {
        refuse(OF_LORA, idwt ? "waveft" : "shira");
        WaveFtConfig.Builder builder = WaveFtConfig.builder()
                .useIdwt(idwt)
                .nFrequency((int) values.whole("nFrequency", 2592, 1, 100_000_000))
                .scaling(values.number("scaling", 25, -1e6, 1e6))
                .randomLocSeed(values.whole("randomLocSeed", 777, 0, 0xffff_ffffL))
                .proportionalParameters(values.flag("proportionalParameters", false))
                .nFrequencyPattern(pattern());
        if (idwt) {
            builder.waveletFamily(values.text("waveletFamily").orElse("db1"));
        } else if (values.isGiven("waveletFamily")) {
            throw new IllegalArgumentException("waveletFamily means nothing for the method shira");
        }
        List<String> targets = targets();
        if (!targets.isEmpty()) {
            builder.targetModules(targets);
        } else if (expression() != null) {
            builder.targetModules(expression());
        }
        return builder.build();
    }

    private LoraConfig lora() {
        refuse(OF_WAVEFT, "lora");
        int rank = (int) values.whole("rank", 1, 1, 4096);
        LoraConfig.Builder builder = LoraConfig.builder().rank(rank).alpha(values.number("alpha", rank, TINY, 1e6));
        List<String> targets = targets();
        if (!targets.isEmpty()) {
            builder.targetModules(targets);
        } else if (expression() != null) {
            builder.targetModules(expression());
        }
        return builder.build();
    }

    private List<String> targets() {
        return values.given("targetModules") instanceof String ? List.of() : values.texts("targetModules");
    }

    private String expression() {
        return values.given("targetModules") instanceof String text
                ? text
                : values.text("targetModulesExpression").orElse(null);
    }

    private Map<String, Integer> pattern() {
        Object given = values.given("nFrequencyPattern");
        Map<String, Integer> pattern = new LinkedHashMap<>();
        if (given == null) {
            return pattern;
        }
        if (!(given instanceof Map<?, ?> map)) {
            throw SettingValues.wrong("nFrequencyPattern", "an object of counts by layer pattern", given);
        }
        map.forEach((key, count) -> {
            if (!(count instanceof Number number)
                    || number.doubleValue() != number.intValue()
                    || number.intValue() < 1) {
                throw SettingValues.wrong("nFrequencyPattern." + key, "a whole number from 1", count);
            }
            pattern.put(String.valueOf(key), number.intValue());
        });
        return pattern;
    }

    private void refuse(Set<String> names, AdapterConfig config) {
        for (String name : names) {
            if (values.isGiven(name)) {
                throw new IllegalArgumentException(
                        name + " contradicts the adapter, whose method is " + config.method());
            }
        }
    }

    private void refuse(Set<String> names, String method) {
        for (String name : names) {
            if (values.isGiven(name)) {
                throw new IllegalArgumentException(name + " means nothing for the method " + method);
            }
        }
    }

    private void contradicts(String name, Object own) {
        Object given = values.given(name);
        if (given != null && !same(given, own)) {
            throw new IllegalArgumentException(
                    name + " contradicts the adapter: it has " + own + ", was " + SettingValues.shown(given));
        }
    }

    private static boolean same(Object given, Object own) {
        if (given instanceof Number a && own instanceof Number b) {
            return a.floatValue() == b.floatValue();
        }
        if (given instanceof List<?> a && own instanceof List<?> b) {
            return new HashSet<>(a).equals(new HashSet<>(b));
        }
        if (given instanceof Map<?, ?> a && own instanceof Map<?, ?> b) {
            return a.size() == b.size()
                    && a.keySet().stream().allMatch(key -> b.get(key) != null && same(a.get(key), b.get(key)));
        }
        return Objects.equals(given, own);
    }
}
