package io.wavemesh.waveft.adapter;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads typed values out of a configuration; an absent field has PEFT's default. Every fault names its field. */
final class ConfigFields {
    /** An entry speaks of a layer or more, and all are tried for every layer. */
    private static final int MAX_ENTRIES = 10_000;

    private final Map<String, Object> fields;

    ConfigFields(Map<String, Object> fields) {
        this.fields = fields;
    }

    Object get(String field) {
        return fields.get(field);
    }

    long integer(String field, long absent, long least, long most) {
        Object value = fields.getOrDefault(field, absent);
        if (!(value instanceof Long || value instanceof Integer)) {
            throw wrong(field, "a whole number", value);
        }
        long number = ((Number) value).longValue();
        if (number < least || number > most) {
            throw wrong(field, "in " + least + ".." + most, value);
        }
        return number;
    }

    double number(String field, double absent) {
        Object value = fields.getOrDefault(field, absent);
        if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
            throw wrong(field, "a finite number", value);
        }
        return number.doubleValue();
    }

    boolean flag(String field, boolean absent) {
        Object value = fields.getOrDefault(field, absent);
        if (!(value instanceof Boolean flag)) {
            throw wrong(field, "true or false", value);
        }
        return flag;
    }

    String text(String field, String absent) {
        Object value = fields.getOrDefault(field, absent);
        if (!(value instanceof String text)) {
            throw wrong(field, "a text", value);
        }
        return text;
    }

    /** A map from strings to numbers; null and absent are an empty one. */
    Map<String, Number> numbers(String field) {
        Object value = fields.get(field);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(field, "an object", value);
        }
        if (map.size() > MAX_ENTRIES) {
            throw new AdapterException(field + " must have at most " + MAX_ENTRIES + " entries, was " + map.size());
        }
        Map<String, Number> numbers = new LinkedHashMap<>();
        map.forEach((key, number) -> {
            if (!(key instanceof String name) || !(number instanceof Number count)) {
                throw wrong(field, "an object of numbers", value);
            }
            numbers.put(name, count);
        });
        return Collections.unmodifiableMap(numbers);
    }

    /** A list of strings. */
    List<String> texts(String field) {
        Object value = fields.get(field);
        if (!(value instanceof List<?> list)) {
            throw wrong(field, "a list", value);
        }
        return list.stream()
                .map(item -> {
                    if (!(item instanceof String text)) {
                        throw wrong(field, "a list of texts", value);
                    }
                    return text;
                })
                .toList();
    }

    /** Refuses a field that is neither absent, null, false, empty nor the given default. */
    void refuse(String field, Object harmless) {
        Object value = fields.get(field);
        boolean empty = value == null
                || value.equals(Boolean.FALSE)
                || value.equals(harmless)
                || value instanceof Map<?, ?> map && map.isEmpty()
                || value instanceof List<?> list && list.isEmpty();
        if (!empty) {
            throw new AdapterException("the option " + field + " (" + shown(value) + ") is not supported");
        }
    }

    static AdapterException wrong(String field, String expected, Object found) {
        return new AdapterException(field + " must be " + expected + ", was " + shown(found));
    }

    private static String shown(Object value) {
        String text = String.valueOf(value).replaceAll("\\p{Cntrl}", "?");
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
}
