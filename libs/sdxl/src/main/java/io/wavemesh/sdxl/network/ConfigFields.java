package io.wavemesh.sdxl.network;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Typed access to the fields of one config.json.
 *
 * @param fields the parsed object: strings, longs, doubles, booleans, lists, nulls
 * @param where names the file in errors
 */
public record ConfigFields(Map<String, Object> fields, String where) {

    private static final int LARGEST_SIZE = 1 << 20;

    /** Whether the field stands there and is not null. */
    public boolean has(String key) {
        return fields.get(key) != null;
    }

    /** A number from 1 to 2^20. Throws {@link NetworkConfigException} if it is missing or something else. */
    public int size(String key) {
        return toSize(key, fields.get(key));
    }

    /** As {@link #size(String)}, with a default for a missing or null field. */
    public int size(String key, int otherwise) {
        return has(key) ? size(key) : otherwise;
    }

    /** A number of repeated parts, from 1 to {@code most}, with a default for a missing or null field. */
    public int count(String key, int otherwise, int most) {
        int count = size(key, otherwise);
        if (count > most) {
            throw new NetworkConfigException("%s: %s must be at most %d, is %d".formatted(where, key, most, count));
        }
        return count;
    }

    /** Refuses sizes that cannot be divided into equal parts. */
    void divides(String partsKey, int parts, String sizeKey, int size) {
        if (size % parts != 0) {
            throw new NetworkConfigException(
                    "%s: %s %d must be a multiple of %s %d".formatted(where, sizeKey, size, partsKey, parts));
        }
    }

    /** A list of sizes; a single number stands for {@code count} equal ones. */
    public List<Integer> sizes(String key, int count) {
        Object value = fields.get(key);
        if (!(value instanceof List<?> list)) {
            return Collections.nCopies(count, size(key));
        }
        if (list.size() != count) {
            throw new NetworkConfigException(
                    "%s: %s must have %d entries, has %d".formatted(where, key, count, list.size()));
        }
        return list.stream().map(each -> toSize(key, each)).toList();
    }

    /** A list of sizes of any length from 1 to 16. */
    public List<Integer> sizes(String key) {
        if (!(fields.get(key) instanceof List<?> list) || list.isEmpty() || list.size() > 16) {
            throw new NetworkConfigException(where + ": " + key + " must be a list of 1 to 16 numbers");
        }
        return list.stream().map(each -> toSize(key, each)).toList();
    }

    /** A list of names. */
    public List<String> names(String key) {
        if (!(fields.get(key) instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            throw new NetworkConfigException(where + ": " + key + " must be a list of names");
        }
        return list.stream().map(String.class::cast).toList();
    }

    /** A finite number, with a default for a missing or null field. */
    public double number(String key, double otherwise) {
        Object value = fields.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw new NetworkConfigException(where + ": " + key + " must be a number, is " + value);
    }

    /** A truth value, with a default for a missing or null field. */
    public boolean flag(String key, boolean otherwise) {
        Object value = fields.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new NetworkConfigException(where + ": " + key + " must be true or false, is " + value);
    }

    /** A text, with a default for a missing or null field. */
    public String text(String key, String otherwise) {
        Object value = fields.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String text) {
            return text;
        }
        throw new NetworkConfigException(where + ": " + key + " must be a text, is " + value);
    }

    /** Refuses a field whose value is neither missing, null nor the only one that is supported. */
    public void only(String key, Object supported) {
        Object value = fields.get(key);
        if (value != null && !value.equals(supported)) {
            throw new NetworkConfigException(
                    "%s: %s = %s is not supported (only %s)".formatted(where, key, value, supported));
        }
    }

    private int toSize(String key, Object value) {
        if (value instanceof Long number && number >= 1 && number <= LARGEST_SIZE) {
            return number.intValue();
        }
        throw new NetworkConfigException("%s: %s must be a whole number from 1 to %d, is %s"
                .formatted(where, key, LARGEST_SIZE, value == null ? "missing" : value));
    }
}
