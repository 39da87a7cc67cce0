package io.wavemesh.messaging;

import io.wavemesh.contracts.store.Sha256;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Foreign bytes as one line that a terminal shows and does not obey: control and format characters, line ends, what is
 * not assigned and the backslash itself are escaped, bytes that are not UTF-8 are {@code \xNN}.
 */
final class PrintableText {
    private static final int HASH_CHARACTERS = 16;

    private PrintableText() {}

    /** Cut after about {@code longest} characters, with an ellipsis. */
    static String cut(byte[] bytes, int longest) {
        String text = escape(bytes, longest);
        return text.length() <= longest ? text : head(text, longest) + "...";
    }

    /**
     * Different for different bytes: what is too long is cut and carries its hash, in a form that no shorter text has.
     */
    static String distinct(byte[] bytes, int longest) {
        String text = escape(bytes, longest);
        return text.length() <= longest
                ? text
                : head(text, longest) + "...\\#" + Sha256.of(bytes).substring(0, HASH_CHARACTERS);
    }

    private static String head(String text, int length) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    /** Goes on until the text is longer than {@code longest}. */
    private static String escape(byte[] bytes, int longest) {
        StringBuilder line = new StringBuilder();
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            for (int i = 0; i < text.length() && line.length() <= longest; ) {
                int point = Character.codePointAt(text, i);
                append(line, point);
                i += Character.charCount(point);
            }
        } catch (CharacterCodingException notText) {
            for (int i = 0; i < bytes.length && line.length() <= longest; i++) {
                if (bytes[i] < 0) {
                    line.append(String.format("\\x%02x", bytes[i] & 0xFF));
                } else {
                    append(line, bytes[i]);
                }
            }
        }
        return line.toString();
    }

    private static void append(StringBuilder line, int point) {
        switch (point) {
            case '\\' -> line.append("\\\\");
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (isShown(point)) {
                    line.appendCodePoint(point);
                } else {
                    line.append(String.format("\\u{%x}", point));
                }
            }
        }
    }

    private static boolean isShown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
