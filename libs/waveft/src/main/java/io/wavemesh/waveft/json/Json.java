package io.wavemesh.waveft.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * JSON as RFC 8259 has it, read strictly: objects become {@code LinkedHashMap}s in the text's order, arrays
 * {@code ArrayList}s, integers {@code Long} (or {@code Double} beyond its range), other numbers {@code Double}.
 *
 * <p>Refused, beside everything the grammar refuses: nesting deeper than 64, a repeated key, a number that overflows
 * to infinity, an unpaired surrogate, bytes that are not UTF-8, more than 100 MiB. Stateless and free of threads.
 */
public final class Json {
    /** Deepest nesting of objects and arrays that is read. */
    public static final int MAX_DEPTH = 64;

    /** Most bytes, or characters, of one text that are read. */
    public static final int MAX_LENGTH = 100 << 20;

    private Json() {}

    /**
     * The value of a text.
     *
     * @throws JsonException if the text is not one JSON value
     */
    public static Object parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new JsonException("more than " + MAX_LENGTH + " characters of JSON");
        }
        return new JsonParser(text).parse();
    }

    /**
     * The value of a UTF-8 text; a byte-order mark is skipped.
     *
     * @throws JsonException if the bytes are not UTF-8, or not one JSON value
     */
    public static Object parse(byte[] utf8) {
        if (utf8.length > MAX_LENGTH) {
            throw new JsonException("more than " + MAX_LENGTH + " bytes of JSON");
        }
        boolean marked = utf8.length >= 3 && utf8[0] == (byte) 0xEF && utf8[1] == (byte) 0xBB && utf8[2] == (byte) 0xBF;
        int skipped = marked ? 3 : 0;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8, skipped, utf8.length - skipped))
                    .toString();
            return new JsonParser(text).parse();
        } catch (CharacterCodingException e) {
            throw new JsonException("not UTF-8 text");
        }
    }

    /**
     * The value on one line, without white space. Maps keep their order; keys must be strings.
     *
     * @throws JsonException if a value is neither map, iterable, array of numbers, string, number, boolean nor null,
     *     or a number is not finite
     */
    public static String write(Object value) {
        return new JsonWriter(0).write(value);
    }

    /** The value over several lines, indented by two, as Python's {@code json.dumps(indent=2)} lays it out. */
    public static String pretty(Object value) {
        return new JsonWriter(2).write(value);
    }
}
