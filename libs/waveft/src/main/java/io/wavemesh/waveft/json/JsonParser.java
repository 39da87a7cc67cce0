package io.wavemesh.waveft.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One pass over one text by recursive descent; the depth is bounded, so the stack is too. */
final class JsonParser {
    private final String text;
    private int at;
    private int depth;

    JsonParser(String text) {
        this.text = text;
    }

    Object parse() {
        skipSpace();
        Object value = value();
        skipSpace();
        if (at < text.length()) {
            throw fault("text after the end of the value");
        }
        return value;
    }

    private Object value() {
        char c = peek();
        switch (c) {
            case '{':
                return object();
            case '[':
                return array();
            case '"':
                return string();
            case 't':
                return word("true", Boolean.TRUE);
            case 'f':
                return word("false", Boolean.FALSE);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private Map<String, Object> object() {
        enter();
        Map<String, Object> map = new LinkedHashMap<>();
        if (!closes('}')) {
            do {
                skipSpace();
                int start = at;
                String key = string();
                skipSpace();
                expect(':');
                skipSpace();
                Object value = value();
                if (map.containsKey(key)) {
                    at = start;
                    throw fault("repeated key \"" + shortened(key) + "\"");
                }
                map.put(key, value);
            } while (continues('}'));
        }
        depth--;
        return map;
    }

    private List<Object> array() {
        enter();
        List<Object> list = new ArrayList<>();
        if (!closes(']')) {
            do {
                skipSpace();
                list.add(value());
            } while (continues(']'));
        }
        depth--;
        return list;
    }

    private void enter() {
        at++;
        if (++depth > Json.MAX_DEPTH) {
            throw fault("nested deeper than " + Json.MAX_DEPTH);
        }
    }

    private boolean closes(char bracket) {
        skipSpace();
        if (peek() != bracket) {
            return false;
        }
        at++;
        return true;
    }

    private boolean continues(char bracket) {
        skipSpace();
        char c = peek();
        if (c != ',' && c != bracket) {
            throw fault("expected ',' or '" + bracket + "'");
        }
        at++;
        return c == ',';
    }

    private String string() {
        expect('"');
        int end = at;
        while (end < text.length() && plain(text.charAt(end))) {
            end++;
        }
        if (end < text.length() && text.charAt(end) == '"') {
            String simple = text.substring(at, end);
            at = end + 1;
            return simple;
        }
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = peek();
            if (c == '"') {
                at++;
                return paired(out.toString());
            }
            if (c < ' ') {
                throw fault("control character in a string");
            }
            at++;
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private static boolean plain(char c) {
        return c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c);
    }

    private String paired(String s) {
        for (int i = 0; i < s.length(); i++) {
            if (Character.isHighSurrogate(s.charAt(i))
                    && i + 1 < s.length()
                    && Character.isLowSurrogate(s.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(s.charAt(i))) {
                throw fault("unpaired surrogate in a string");
            }
        }
        return s;
    }

    private char escaped() {
        char c = peek();
        at++;
        switch (c) {
            case '"':
            case '\\':
            case '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return hex();
            default:
                throw fault("unknown escape in a string");
        }
    }

    private char hex() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw fault("bad \\u escape in a string");
            }
            code = code << 4 | digit;
            at++;
        }
        return (char) code;
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw fault("unexpected character");
        }
        at += word.length();
        return value;
    }

    private Number number() {
        int start = at;
        boolean integral = true;
        take('-');
        if (!take('0')) {
            digits();
        }
        if (take('.')) {
            integral = false;
            digits();
        }
        if (take('e') || take('E')) {
            integral = false;
            if (!take('+')) {
                take('-');
            }
            digits();
        }
        String token = text.substring(start, at);
        if (integral && token.length() <= 20) {
            try {
                return Long.valueOf(token);
            } catch (NumberFormatException beyondLong) {
                // falls through to the nearest double, as readers without big integers do
            }
        }
        double value = Double.parseDouble(token);
        if (!Double.isFinite(value)) {
            at = start;
            throw fault("number out of range");
        }
        return value;
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw fault("unexpected character");
        }
    }

    private boolean take(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        if (there) {
            at++;
        }
        return there;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw fault("expected '" + c + "'");
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw fault("ends too early");
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private JsonException fault(String what) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(at, text.length()); i++) {
            boolean newLine = text.charAt(i) == '\n';
            line += newLine ? 1 : 0;
            column = newLine ? 1 : column + 1;
        }
        return new JsonException("bad JSON at line " + line + ", column " + column + ": " + what);
    }

    private static String shortened(String key) {
        String visible = key.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 80 ? visible : visible.substring(0, 77) + "...";
    }
}
