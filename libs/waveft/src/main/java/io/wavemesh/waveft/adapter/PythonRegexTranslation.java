package io.wavemesh.waveft.adapter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites an expression of Python's {@code re} into Java's syntax where the two differ: named groups and references,
 * {@code \Z}, octal and numbered references, literal braces, character classes (Java nests and intersects them), flags.
 * What Java cannot say (conditions, {@code \N}) is refused. One thread at a time.
 *
 * <p>Source: Python's library reference, "re - Regular expression operations", section "Regular expression syntax".
 */
final class PythonRegexTranslation {
    private static final int MAX_LENGTH = 20_000;
    private static final int MAX_DEPTH = 100;
    private static final long MAX_REPEATS = 10_000;
    private static final Pattern BRACES = Pattern.compile("\\{(\\d*)(,?)(\\d*)\\}");
    private static final Pattern FLAGS = Pattern.compile("\\(\\?([aiLmsux]*)(-[imsx]+)?([:)])");
    private static final Pattern NAMED = Pattern.compile("\\(\\?P<([A-Za-z_]\\w*)>");
    private static final Pattern NAMED_REFERENCE = Pattern.compile("\\(\\?P=([A-Za-z_]\\w*)\\)");

    private final String field;
    private final String python;
    private final StringBuilder java = new StringBuilder();
    private final Map<String, String> groups = new LinkedHashMap<>();
    private final Deque<Long> repeatsInside = new ArrayDeque<>();
    private long repeats = 1;
    private long lastAtom = 1;
    private int captures;
    private int at;

    private PythonRegexTranslation(String field, String python) {
        this.field = field;
        this.python = python;
    }

    static PythonRegexTranslation of(String field, String python) {
        PythonRegexTranslation translation = new PythonRegexTranslation(field, python);
        if (python.length() > MAX_LENGTH) {
            throw fault(field, python, "longer than " + MAX_LENGTH + " characters");
        }
        translation.translate();
        return translation;
    }

    /** The expression in Java's syntax, for unix lines and Unicode classes. */
    String java() {
        return java.toString();
    }

    /** Java's names of the named groups. */
    Map<String, String> groups() {
        return groups;
    }

    static AdapterException fault(String field, String expression, String what) {
        String visible = expression.replaceAll("\\p{Cntrl}", "?");
        String shown = visible.length() <= 80 ? visible : visible.substring(0, 77) + "...";
        return new AdapterException(
                field + ": the expression \"" + shown + "\" cannot be used: " + what.replaceAll("\\s+", " "));
    }

    private void translate() {
        while (at < python.length()) {
            char c = python.charAt(at);
            switch (c) {
                case '\\' -> escape(false);
                case '[' -> characterClass();
                case '(' -> open();
                case ')' -> close();
                case '{' -> braces();
                default -> {
                    lastAtom = "*+?".indexOf(c) >= 0 ? lastAtom : 1;
                    java.append(c);
                    at++;
                }
            }
        }
        if (!repeatsInside.isEmpty()) {
            throw fault("a parenthesis is not closed");
        }
    }

    private void open() {
        Matcher flags = at(FLAGS);
        Matcher named = at(NAMED);
        Matcher reference = at(NAMED_REFERENCE);
        if (python.startsWith("(?#", at)) {
            int end = python.indexOf(')', at);
            if (end < 0) {
                throw fault("a comment is not closed");
            }
            at = end + 1;
        } else if (flags.lookingAt()) {
            flags(flags);
        } else if (reference.lookingAt()) {
            if (!groups.containsKey(reference.group(1))) {
                throw fault("a reference to an unknown group");
            }
            java.append("\\k<").append(groups.get(reference.group(1))).append('>');
            at = reference.end();
            lastAtom = 1;
        } else {
            push();
            if (named.lookingAt()) {
                String name = "g" + groups.size();
                if (groups.put(named.group(1), name) != null) {
                    throw fault("two groups have one name");
                }
                java.append("(?<").append(name).append('>');
                captures++;
                at = named.end();
            } else {
                plainGroup();
            }
        }
    }

    private void plainGroup() {
        for (String known : new String[] {"(?=", "(?!", "(?<=", "(?<!", "(?>"}) {
            if (python.startsWith(known, at)) {
                java.append(known);
                at += known.length();
                return;
            }
        }
        if (python.startsWith("(?", at)) {
            throw fault("a kind of group that is not supported");
        }
        java.append('(');
        captures++;
        at++;
    }

    private void flags(Matcher flags) {
        boolean group = flags.group(3).equals(":");
        if (!group && at != 0) {
            throw fault("flags that are not at its start");
        }
        if (flags.group(1).contains("L") || flags.group(1).contains("a")) {
            throw fault("a flag that is not supported");
        }
        if (group) {
            push();
        }
        String off = flags.group(2) == null ? "" : flags.group(2);
        java.append("(?").append(flags.group(1).replace("u", "")).append(off).append(flags.group(3));
        at = flags.end();
    }

    private void push() {
        if (repeatsInside.size() >= MAX_DEPTH) {
            throw fault("nested deeper than " + MAX_DEPTH);
        }
        repeatsInside.push(repeats);
        repeats = 1;
    }

    private void close() {
        if (repeatsInside.isEmpty()) {
            throw fault("a parenthesis is not open");
        }
        java.append(')');
        at++;
        lastAtom = repeats;
        repeats = Math.max(repeats, repeatsInside.pop());
    }

    /** A repetition, or literal braces where they are none. */
    private void braces() {
        Matcher braces = at(BRACES);
        boolean repetition = braces.lookingAt() && !braces.group().equals("{}");
        if (!repetition) {
            java.append("\\{");
            at++;
            lastAtom = 1;
            return;
        }
        String least = braces.group(1).isEmpty() ? "0" : braces.group(1);
        String most = braces.group(3);
        lastAtom *= Math.max(1, Math.max(number(least), most.isEmpty() ? 0 : number(most)));
        if (lastAtom > MAX_REPEATS) {
            throw fault("repeats more than " + MAX_REPEATS + " times");
        }
        repeats = Math.max(repeats, lastAtom);
        java.append('{').append(least).append(braces.group(2)).append(most).append('}');
        at = braces.end();
    }

    private long number(String digits) {
        return digits.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(digits);
    }

    private void characterClass() {
        java.append('[');
        at++;
        if (at < python.length() && python.charAt(at) == '^') {
            java.append('^');
            at++;
        }
        int first = at;
        while (true) {
            if (at >= python.length()) {
                throw fault("a character class is not closed");
            }
            char c = python.charAt(at);
            if (c == ']' && at > first) {
                java.append(']');
                at++;
                lastAtom = 1;
                return;
            }
            if (c == '\\') {
                escape(true);
            } else {
                // Java gives [ ] & ^ # and white space a meaning here, Python does not; - has the same one in both.
                boolean literal = Character.isLetterOrDigit(c) || c == '-' || c > 126;
                java.append(literal ? "" : "\\").append(c);
                at++;
            }
        }
    }

    private void escape(boolean inClass) {
        lastAtom = 1;
        if (at + 1 >= python.length()) {
            throw fault("it ends in a backslash");
        }
        char c = python.charAt(at + 1);
        if (c >= '0' && c <= '9') {
            number(inClass);
            return;
        }
        boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        String same = inClass ? "dDsSwWafnrtxu" : "dDsSwWafnrtxubBA";
        if (!letter || same.indexOf(c) >= 0) {
            java.append('\\').append(c);
        } else if (c == 'v') {
            java.append("\\x0B");
        } else if (c == 'b') {
            java.append("\\x08");
        } else if ((c == 'Z' || c == 'z') && !inClass) {
            java.append("\\z");
        } else {
            throw fault("the escape \\" + c + " is not supported");
        }
        at += 2;
    }

    /** A reference to a numbered group, or a character by its octal code. */
    private void number(boolean inClass) {
        Matcher octal = at(Pattern.compile("\\\\(0[0-7]{0,2}|[0-3][0-7]{2})"));
        Matcher reference = at(Pattern.compile("\\\\([1-9]\\d?)"));
        if (octal.lookingAt()) {
            java.append(String.format("\\x%02x", Integer.parseInt(octal.group(1), 8)));
            at = octal.end();
        } else if (!inClass && reference.lookingAt() && Integer.parseInt(reference.group(1)) <= captures) {
            java.append("(?:\\").append(reference.group(1)).append(')');
            at = reference.end();
        } else {
            throw fault("a number that is neither a group before it nor an octal code");
        }
    }

    private Matcher at(Pattern pattern) {
        return pattern.matcher(python).region(at, python.length());
    }

    private AdapterException fault(String what) {
        return fault(field, python, what);
    }
}
