package io.wavemesh.training;

import io.wavemesh.sdxl.model.Defaults;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Typed access to settings by name, with the model's own defaults underneath; errors are one line that names the setting. */
final class SettingValues {

    private final Map<String, ?> given;
    private final Defaults defaults;

    SettingValues(Map<String, ?> given, Defaults defaults) {
        this.given = given;
        this.defaults = defaults;
    }

    /** Refuses names that mean nothing. */
    void only(Set<String> names) {
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("unknown training setting " + name);
            }
        }
    }

    /** Whether the setting was given, not only a default. */
    boolean isGiven(String name) {
        return given.get(name) != null;
    }

    Object given(String name) {
        return given.get(name);
    }

    long whole(String name, long otherwise, long least, long most) {
        String range = "a whole number in " + least + ".." + most;
        if (isGiven(name)) {
            Object value = given.get(name);
            BigDecimal number = value instanceof Number each ? exact(each) : null;
            if (number == null
                    || number.stripTrailingZeros().scale() > 0
                    || number.compareTo(BigDecimal.valueOf(least)) < 0
                    || number.compareTo(BigDecimal.valueOf(most)) > 0) {
                throw wrong(name, range, value);
            }
            return number.longValueExact();
        }
        OptionalDouble own = defaults.number(name);
        if (own.isEmpty()) {
            return otherwise;
        }
        if (own.getAsDouble() != Math.rint(own.getAsDouble())
                || own.getAsDouble() < least
                || own.getAsDouble() > most) {
            throw wrong("the model's " + name, range, own.getAsDouble());
        }
        return (long) own.getAsDouble();
    }

    double number(String name, double otherwise, double least, double most) {
        return number(name, least, most).orElse(otherwise);
    }

    OptionalDouble number(String name, double least, double most) {
        Object value = given.get(name);
        if (value == null) {
            OptionalDouble own = defaults.number(name);
            value = own.isPresent() ? own.getAsDouble() : null;
        }
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (!(value instanceof Number number) || !(number.doubleValue() >= least && number.doubleValue() <= most)) {
            throw wrong(name, "a number in " + least + ".." + most, value);
        }
        return OptionalDouble.of(number.doubleValue());
    }

    boolean flag(String name, boolean otherwise) {
        Object value = given.get(name);
        if (value == null) {
            return defaults.flag(name).orElse(otherwise);
        }
        if (!(value instanceof Boolean flag)) {
            throw wrong(name, "true or false", value);
        }
        return flag;
    }

    Optional<String> text(String name) {
        Object value = given.get(name);
        if (value == null) {
            return defaults.text(name);
        }
        if (!(value instanceof String text)) {
            throw wrong(name, "a text", value);
        }
        return Optional.of(text);
    }

    List<String> texts(String name) {
        Object value = given.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            throw wrong(name, "a list of texts", value);
        }
        return list.stream().map(String.class::cast).toList();
    }

    static IllegalArgumentException wrong(String name, String expected, Object found) {
        return new IllegalArgumentException(name + " must be " + expected + ", was " + shown(found));
    }

    static String shown(Object value) {
        String text = String.valueOf(value).replaceAll("\\s+", " ");
        return text.substring(0, Math.min(60, text.length()));
    }

    private static BigDecimal exact(Number number) {
        double value = number.doubleValue();
        if (number instanceof Double || number instanceof Float) {
            return Double.isFinite(value) ? BigDecimal.valueOf(value) : null;
        }
        return new BigDecimal(number.toString());
    }
}
