package io.wavemesh.testkit.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Damage to the structure of a JSON text: values of other kinds and sizes, repeated, missing and swapped members, depth,
 * hostile strings, broken tokens. Works on tokens, so most results are still JSON and get past a parser.
 */
public final class JsonDamage {
    private static final List<String> VALUES = values();

    private final List<String> tokens;
    private final SplittableRandom random;

    private JsonDamage(String json, SplittableRandom random) {
        this.tokens = tokens(json);
        this.random = random;
    }

    /** A copy with one to three places damaged; the text must be JSON. */
    public static String of(String json, SplittableRandom random) {
        JsonDamage damage = new JsonDamage(json, random);
        for (int n = random.nextInt(1, 4); n > 0 && !damage.tokens.isEmpty(); n--) {
            damage.once();
        }
        return String.join("", damage.tokens);
    }

    private void once() {
        int at = random.nextInt(tokens.size());
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> replace(valueFrom(at), VALUES.get(random.nextInt(VALUES.size())));
            case 4 -> repeat(valueFrom(at));
            case 5 -> replace(valueFrom(at), "");
            case 6 -> nest(valueFrom(at));
            case 7 -> swap(valueFrom(at), valueFrom(random.nextInt(tokens.size())));
            case 8 -> tokens.remove(at);
            default -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
        }
    }

    /** First and last token of a value, or of a key with its value. */
    private record Span(int first, int last) {}

    private Span valueFrom(int at) {
        int start = at;
        while (start < tokens.size() && ",:]}".contains(tokens.get(start))) {
            start++;
        }
        if (start == tokens.size()) {
            return new Span(at, at);
        }
        int end = endOf(start);
        boolean isKey = end + 2 < tokens.size() && tokens.get(end + 1).equals(":");
        return isKey && random.nextBoolean() ? new Span(end + 2, endOf(end + 2)) : new Span(start, end);
    }

    private int endOf(int start) {
        int depth = 0;
        for (int i = start; i < tokens.size(); i++) {
            String token = tokens.get(i);
            depth += token.equals("{") || token.equals("[") ? 1 : token.equals("}") || token.equals("]") ? -1 : 0;
            if (depth <= 0) {
                return i;
            }
        }
        return tokens.size() - 1;
    }

    private void replace(Span span, String value) {
        tokens.subList(span.first, span.last + 1).clear();
        if (!value.isEmpty()) {
            tokens.add(span.first, value);
        }
    }

    private void repeat(Span span) {
        List<String> copy = new ArrayList<>();
        for (int n = random.nextBoolean() ? 1 : random.nextInt(1, 40); n > 0; n--) {
            copy.add(",");
            copy.addAll(tokens.subList(span.first, span.last + 1));
        }
        tokens.addAll(span.last + 1, copy);
    }

    private void nest(Span span) {
        int depth = random.nextBoolean() ? random.nextInt(1, 80) : 100_000;
        boolean array = random.nextBoolean();
        tokens.add(span.last + 1, (array ? "]" : "}").repeat(depth));
        tokens.add(span.first, (array ? "[" : "{\"a\":").repeat(depth));
    }

    private void swap(Span one, Span other) {
        Span left = one.first < other.first ? one : other;
        Span right = left == one ? other : one;
        if (left.last >= right.first) {
            return;
        }
        List<String> kept = List.copyOf(tokens.subList(right.first, right.last + 1));
        List<String> moved = List.copyOf(tokens.subList(left.first, left.last + 1));
        replace(right, "");
        tokens.addAll(right.first, moved);
        replace(left, "");
        tokens.addAll(left.first, kept);
    }

    private static List<String> values() {
        Stream<String> plain = Stream.of(
                "null",
                "true",
                "0",
                "-1",
                "1",
                "0.5",
                "2147483647",
                "2147483648",
                "-9223372036854775808",
                "9223372036854775807",
                "18446744073709551616",
                "1e308",
                "-1e-400",
                "1e999999999",
                "1" + "0".repeat(2000),
                "NaN",
                "Infinity",
                "01",
                "[]",
                "{}",
                "[[]]",
                "\"\"",
                "\"0\"",
                "\"\\ud800\"",
                "\"" + "x".repeat(100_000) + "\"",
                "\"\\u0000\"",
                "[" + "0,".repeat(5000) + "0]");
        Stream<String> hostile = Stream.of(HostileTexts.PATHS, HostileTexts.LINES, HostileTexts.REFERENCES)
                .flatMap(List::stream)
                .map(JsonDamage::quoted);
        return Stream.concat(plain, hostile).toList();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < ' ') {
                out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return out.append('"').toString();
    }

    private static List<String> tokens(String json) {
        List<String> tokens = new ArrayList<>();
        for (int at = 0; at < json.length(); ) {
            char c = json.charAt(at);
            int end = at + 1;
            if (c == '"') {
                while (json.charAt(end) != '"') {
                    end += json.charAt(end) == '\\' ? 2 : 1;
                }
                end++;
            } else if (!Character.isWhitespace(c) && "{}[],:".indexOf(c) < 0) {
                while (end < json.length() && "{}[],: \n\r\t".indexOf(json.charAt(end)) < 0) {
                    end++;
                }
            }
            if (!Character.isWhitespace(c)) {
                tokens.add(json.substring(at, end));
            }
            at = end;
        }
        return tokens;
    }
}
