package io.wavemesh.sdxl.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A group of default settings out of a model folder's own {@code wavemesh.json}; empty where the folder has none. Each
 * getter throws {@link ModelFolderException} when the value has another type than asked for.
 */
public final class Defaults {
    private final Path file;
    private final String prefix;
    private final Map<String, Object> values;

    Defaults(Path file, String prefix, Map<String, Object> values) {
        this.file = file;
        this.prefix = prefix;
        this.values = values;
    }

    /** A nested group such as {@code training} or {@code generation}, empty if absent. */
    public Defaults group(String key) {
        Object value = values.get(key);
        if (value == null) {
            return new Defaults(file, prefix + key + ".", Map.of());
        }
        if (!(value instanceof Map<?, ?>)) {
            throw wrong(key, "an object", value);
        }
        @SuppressWarnings("unchecked") // JSON objects have string keys
        Map<String, Object> nested = (Map<String, Object>) value;
        return new Defaults(file, prefix + key + ".", nested);
    }

    /** A text value. */
    public Optional<String> text(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw wrong(key, "a string", value);
        }
        return Optional.of(text);
    }

    /** A whole number that fits an int. */
    public OptionalInt integer(String key) {
        OptionalDouble number = number(key);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        int whole = (int) number.getAsDouble();
        if (whole != number.getAsDouble()) {
            throw wrong(key, "a whole number", values.get(key));
        }
        return OptionalInt.of(whole);
    }

    /** A finite number. */
    public OptionalDouble number(String key) {
        Object value = values.get(key);
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
            throw wrong(key, "a number", value);
        }
        return OptionalDouble.of(number.doubleValue());
    }

    /** A switch. */
    public Optional<Boolean> flag(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Boolean flag)) {
            throw wrong(key, "true or false", value);
        }
        return Optional.of(flag);
    }

    private ModelFolderException wrong(String key, String expected, Object found) {
        String shown = String.valueOf(found);
        return new ModelFolderException(
                file,
                prefix + key + " must be " + expected + ", was "
                        + shown.substring(0, Math.min(60, shown.length())).replaceAll("\\s+", " "));
    }
}
