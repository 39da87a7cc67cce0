package io.wavemesh.contracts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks of record components; each message names the field, what is expected and what was found. */
final class Checks {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final int SHOWN = 80;

    private Checks() {}

    static <T> T required(String field, T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    static void schemaVersion(int value) {
        if (value != 1) {
            throw new IllegalArgumentException("schemaVersion must be 1, was " + value);
        }
    }

    static void identifier(String field, String value) {
        required(field, value);
        if (!IDENTIFIER.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    field + " must be 1 to 64 characters of A-Z a-z 0-9 . _ -, was " + shown(value));
        }
    }

    static void sha256(String field, String value) {
        required(field, value);
        if (!SHA_256.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    field + " must be 64 lower-case hexadecimal digits, was " + shown(value));
        }
    }

    static void text(String field, String value, int maxLength) {
        required(field, value);
        if (value.isBlank() || value.length() > maxLength || value.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    field + " must be 1 to " + maxLength + " printable characters, had " + value.length());
        }
    }

    /** Prompts may be empty and may have line breaks. */
    static void prompt(String field, String value, int maxLength) {
        required(field, value);
        if (value.length() > maxLength) {
            throw new IllegalArgumentException(
                    field + " must have at most " + maxLength + " characters, had " + value.length());
        }
    }

    static void range(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(field + " must be in " + min + ".." + max + ", was " + value);
        }
    }

    static void range(String field, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(field + " must be in " + min + ".." + max + ", was " + value);
        }
    }

    /** That an object lies where its owner's things lie: a message can't lend somebody else's. */
    static void below(String field, ObjectRef object, String prefix) {
        if (!object.key().startsWith(prefix)) {
            throw new IllegalArgumentException(
                    field + ".key must begin with " + prefix + ", was " + shown(object.key()));
        }
    }

    /** That an object lies at the one place where it can be. */
    static void at(String field, ObjectRef object, String key) {
        if (!object.key().equals(key)) {
            throw new IllegalArgumentException(field + ".key must be " + key + ", was " + shown(object.key()));
        }
    }

    static <T> Optional<T> optional(Optional<T> value) {
        return value == null ? Optional.empty() : value;
    }

    static <T> List<T> list(String field, List<T> values, int min, int max) {
        required(field, values);
        range(field + " count", values.size(), min, max);
        for (T value : values) {
            required(field + " entry", value);
        }
        return List.copyOf(values);
    }

    static <V> Map<String, V> map(String field, Map<String, V> values, int max) {
        required(field, values);
        range(field + " count", values.size(), 0, max);
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    private static String shown(String value) {
        String line = value.codePoints()
                .limit(SHOWN)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "\"" + line + (value.length() > SHOWN ? "…" : "") + "\"";
    }
}
