package io.wavemesh.waveft.json;

import java.lang.reflect.Array;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes one value; indentation 0 means one line without white space. */
final class JsonWriter {
    private final int indentation;
    private final StringBuilder out = new StringBuilder();

    JsonWriter(int indentation) {
        this.indentation = indentation;
    }

    String write(Object value) {
        append(value, 0);
        return out.toString();
    }

    private void append(Object value, int depth) {
        if (depth > Json.MAX_DEPTH) {
            throw new JsonException("nested deeper than " + Json.MAX_DEPTH);
        }
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof CharSequence text) {
            appendString(text);
        } else if (value instanceof Number number) {
            appendNumber(number);
        } else if (value instanceof Map<?, ?> map) {
            appendMap(map, depth);
        } else if (value instanceof Iterable<?> items) {
            appendItems(items.iterator(), depth);
        } else if (value.getClass().isArray()) {
            appendItems(
                    IntStream.range(0, Array.getLength(value))
                            .mapToObj(i -> Array.get(value, i))
                            .iterator(),
                    depth);
        } else {
            throw new JsonException("JSON has no form for " + value.getClass().getName());
        }
    }

    private void appendMap(Map<?, ?> map, int depth) {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            if (!(entry.getKey() instanceof CharSequence key)) {
                throw new JsonException("JSON keys are strings, not " + entry.getKey());
            }
            newLine(depth + 1);
            appendString(key);
            out.append(indentation == 0 ? ":" : ": ");
            append(entry.getValue(), depth + 1);
            if (entries.hasNext()) {
                out.append(',');
            }
        }
        close('}', map.isEmpty(), depth);
    }

    private void appendItems(Iterator<?> items, int depth) {
        out.append('[');
        boolean empty = !items.hasNext();
        while (items.hasNext()) {
            newLine(depth + 1);
            append(items.next(), depth + 1);
            if (items.hasNext()) {
                out.append(',');
            }
        }
        close(']', empty, depth);
    }

    private void close(char bracket, boolean empty, int depth) {
        if (!empty) {
            newLine(depth);
        }
        out.append(bracket);
    }

    private void newLine(int depth) {
        if (indentation > 0) {
            out.append('\n').append(String.join("", Collections.nCopies(depth * indentation, " ")));
        }
    }

    private void appendNumber(Number number) {
        if (number instanceof Float f) {
            appendFinite(Float.isFinite(f), Float.toString(f));
        } else if (number instanceof Double d) {
            appendFinite(Double.isFinite(d), Double.toString(d));
        } else {
            out.append(number);
        }
    }

    private void appendFinite(boolean finite, String text) {
        if (!finite) {
            throw new JsonException("JSON has no form for " + text);
        }
        out.append(text);
    }

    private void appendString(CharSequence text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                out.append(c).append(text.charAt(++i));
            } else if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
                appendControl(c);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private void appendControl(char c) {
        int at = "\b\t\n\f\r".indexOf(c);
        if (at >= 0) {
            out.append('\\').append("btnfr".charAt(at));
        } else {
            out.append(String.format("\\u%04x", (int) c));
        }
    }
}
