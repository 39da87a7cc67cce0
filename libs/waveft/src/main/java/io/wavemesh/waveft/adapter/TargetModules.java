package io.wavemesh.waveft.adapter;

import io.wavemesh.waveft.LayerShape;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;

/**
 * Which layers an adapter changes: {@code target_modules} and {@code exclude_modules} as a list (exact name or dotted
 * ending) or a text (regular expression over the whole name; {@code all-linear} for every linear layer), narrowed by
 * {@code layers_to_transform} and {@code layers_pattern}. Safe for several threads.
 *
 * <p>Source: PEFT 0.21, {@code check_target_module_exists}.
 */
public final class TargetModules {
    private final Predicate<String> targeted;
    private final Predicate<String> excluded;

    private TargetModules(Predicate<String> targeted, Predicate<String> excluded) {
        this.targeted = targeted;
        this.excluded = excluded;
    }

    /** The selection of a configuration. */
    public static TargetModules of(AdapterConfig config) {
        return of(new ConfigFields(config.fields()));
    }

    static TargetModules of(ConfigFields fields) {
        Object targets = fields.get("target_modules");
        Object excludes = fields.get("exclude_modules");
        Predicate<String> excluded = isEmpty(excludes) ? name -> false : named(fields, "exclude_modules");
        LayerIndices indices = LayerIndices.of(fields);
        if (targets instanceof String text) {
            if (fields.get("layers_to_transform") != null || fields.get("layers_pattern") != null) {
                throw new AdapterException("layers_to_transform and layers_pattern need target_modules as a list");
            }
            boolean all = text.toLowerCase(Locale.ROOT).equals("all-linear");
            return new TargetModules(all ? name -> true : named(fields, "target_modules"), excluded);
        }
        Set<String> exact = new HashSet<>(fields.texts("target_modules"));
        Predicate<String> ending = named(fields, "target_modules");
        return new TargetModules(name -> exact.contains(name) || ending.test(name) && indices.contain(name), excluded);
    }

    private static boolean isEmpty(Object value) {
        return value == null || value.equals("") || value instanceof List<?> list && list.isEmpty();
    }

    private static Predicate<String> named(ConfigFields fields, String field) {
        if (fields.get(field) instanceof String text) {
            PythonRegex expression = PythonRegex.compile(field, text);
            return name -> expression.fullMatch(name).isPresent();
        }
        Set<String> names = new HashSet<>(fields.texts(field));
        return name -> {
            if (names.contains(name)) {
                return true;
            }
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                if (names.contains(name.substring(dot + 1))) {
                    return true;
                }
            }
            return false;
        };
    }

    /**
     * Whether a linear layer is adapted.
     *
     * @throws AdapterException if an expression takes too long
     */
    public boolean matches(String modulePath) {
        return !excluded.test(modulePath) && targeted.test(modulePath);
    }

    /**
     * The adapted ones of a model's linear layers, by module path.
     *
     * @throws AdapterException if there are none
     */
    public Map<String, LayerShape> select(Map<String, LayerShape> linearLayers) {
        Map<String, LayerShape> selected = new TreeMap<>(linearLayers);
        selected.keySet().removeIf(module -> !matches(module));
        if (selected.isEmpty()) {
            throw new AdapterException("target_modules selects none of the base model's linear layers");
        }
        return selected;
    }

    /** The numbered layers that {@code layers_to_transform} names. */
    private record LayerIndices(List<Long> indices, List<PythonRegex> patterns) {
        private static final String INDEX = "\\.(?P<idx>\\d+)\\.";

        static LayerIndices of(ConfigFields fields) {
            Object value = fields.get("layers_to_transform");
            List<?> values = value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
            List<Long> indices = values.stream()
                    .map(index -> {
                        if (!(index instanceof Long || index instanceof Integer)) {
                            throw ConfigFields.wrong("layers_to_transform", "whole numbers", index);
                        }
                        return ((Number) index).longValue();
                    })
                    .toList();
            Object pattern = fields.get("layers_pattern");
            if (!isEmpty(pattern) && value == null) {
                throw new AdapterException("layers_pattern needs layers_to_transform");
            }
            List<String> names = isEmpty(pattern)
                    ? List.of()
                    : pattern instanceof String text ? List.of(text) : fields.texts("layers_pattern");
            List<PythonRegex> patterns = names.isEmpty()
                    ? List.of(PythonRegex.compile("layers_pattern", ".*?\\.[^.]*" + INDEX))
                    : names.stream()
                            .map(name -> PythonRegex.compile("layers_pattern", "(?:^|.*?\\.)" + name + INDEX))
                            .toList();
            return new LayerIndices(indices, patterns);
        }

        boolean contain(String name) {
            if (indices.isEmpty()) {
                return true;
            }
            for (PythonRegex pattern : patterns) {
                Matcher match = pattern.match(name).orElse(null);
                if (match != null) {
                    String digits = match.group(pattern.group("idx"));
                    return digits.length() < 18 && indices.contains(Long.parseLong(digits));
                }
            }
            return false;
        }
    }
}
