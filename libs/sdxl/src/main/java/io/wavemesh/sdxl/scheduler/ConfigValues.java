package io.wavemesh.sdxl.scheduler;

import java.util.List;
import java.util.Map;

/** Typed reading of a scheduler's configuration with clear errors. */
record ConfigValues(Map<String, Object> values) {
    String text(String key, String absent) {
        Object value = values.get(key);
        if (value == null) {
            return absent;
        }
        if (!(value instanceof String text)) {
            throw wrong(key, "a string", value);
        }
        return text;
    }

    /** One of several words; the first one where there is none. */
    String choice(String key, String... words) {
        String value = text(key, words[0]);
        if (!List.of(words).contains(value)) {
            throw wrong(key, String.join(" or ", words), value);
        }
        return value;
    }

    boolean flag(String key, boolean absent) {
        Object value = values.get(key);
        if (value == null) {
            return absent;
        }
        if (!(value instanceof Boolean flag)) {
            throw wrong(key, "true or false", value);
        }
        return flag;
    }

    double number(String key, double absent, double least, double most) {
        Object value = values.get(key);
        if (value == null) {
            return absent;
        }
        if (!(value instanceof Number number) || !(number.doubleValue() >= least && number.doubleValue() <= most)) {
            throw wrong(key, "a number in " + least + ".." + most, value);
        }
        return number.doubleValue();
    }

    int integer(String key, int absent, int least, int most) {
        double number = number(key, absent, least, most);
        if (number != (int) number) {
            throw wrong(key, "a whole number", number);
        }
        return (int) number;
    }

    /** A list of numbers as fp32, or null where there is none. */
    float[] floats(String key) {
        Object value = values.get(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(key, "a list of numbers", value);
        }
        float[] result = new float[list.size()];
        for (int i = 0; i < result.length; i++) {
            if (!(list.get(i) instanceof Number number)) {
                throw wrong(key, "a list of numbers", list.get(i));
            }
            result[i] = number.floatValue();
        }
        return result;
    }

    static String shown(Object value) {
        String text = String.valueOf(value).replaceAll("\\s+", " ");
        return '"' + text.substring(0, Math.min(60, text.length())) + '"';
    }

    private static IllegalArgumentException wrong(String key, String expected, Object found) {
        return new IllegalArgumentException(key + " must be " + expected + ", was " + shown(found));
    }
}
