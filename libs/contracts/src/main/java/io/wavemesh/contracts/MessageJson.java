package io.wavemesh.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * Messages as JSON. Reading is bounded in size and depth, knows no type names, and ignores unknown fields, so that
 * newer senders may add some.
 */
public final class MessageJson {
    /** Longest message accepted and written. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 16;
    private static final JsonMapper LENIENT = mapper(false);
    private static final JsonMapper STRICT = mapper(true);

    private MessageJson() {}

    /** The message as UTF-8 JSON without absent fields; throws {@link PermanentException} if it is too long. */
    public static byte[] encode(Message message) {
        return encodeValue(message);
    }

    /** Any record of this package as UTF-8 JSON, by the same rules as messages. */
    public static byte[] encodeValue(Object value) {
        try {
            byte[] bytes = LENIENT.writeValueAsBytes(value);
            if (bytes.length > MAX_BYTES) {
                throw new PermanentException(value.getClass().getSimpleName() + " has " + bytes.length
                        + " bytes, at most " + MAX_BYTES + " can be sent");
            }
            return bytes;
        } catch (JsonProcessingException e) {
            throw new PermanentException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    /** Reads a message or another record of this package; throws {@link UndecodableMessageException}. */
    public static <T> T decode(byte[] json, Class<T> type) {
        return read(LENIENT, json, type);
    }

    /** As {@link #decode}, but an unknown field is an error: for what people write by hand. */
    public static <T> T decodeStrict(byte[] json, Class<T> type) {
        return read(STRICT, json, type);
    }

    private static <T> T read(JsonMapper mapper, byte[] json, Class<T> type) {
        String what = type.getSimpleName();
        if (json == null || json.length == 0 || json.length > MAX_BYTES) {
            int length = json == null ? 0 : json.length;
            throw new UndecodableMessageException(
                    what + ": expected 1.." + MAX_BYTES + " bytes of JSON, found " + length, null);
        }
        try {
            T value = mapper.readValue(json, type);
            if (value == null) {
                throw new UndecodableMessageException(what + ": expected an object, found null", null);
            }
            return value;
        } catch (IOException e) {
            throw new UndecodableMessageException(what + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return path(unknown) + " is not a known field";
        }
        if (e instanceof ValueInstantiationException invalid
                && invalid.getCause() instanceof IllegalArgumentException c) {
            return c.getMessage();
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return path(mapping) + " has the wrong type or form";
        }
        if (e instanceof JsonProcessingException malformed && malformed.getLocation() != null) {
            return "malformed JSON at line " + malformed.getLocation().getLineNr() + ", column "
                    + malformed.getLocation().getColumnNr();
        }
        return "malformed JSON";
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[")
                .replaceAll("\\p{Cntrl}", "?");
    }

    private static JsonMapper mapper(boolean strict) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxDocumentLength(MAX_BYTES)
                        .maxStringLength(MAX_BYTES)
                        .maxNameLength(2000)
                        .maxNumberLength(100)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        return JsonMapper.builder(factory)
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, strict)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
