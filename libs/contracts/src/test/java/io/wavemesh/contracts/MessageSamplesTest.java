package io.wavemesh.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The samples of version 1 must parse for ever, and all that is written must be as the schemas say. */
class MessageSamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource
    void sampleFitsTheSchema(MessageType type) throws IOException {
        assertThat(faults(type, sample(type))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void sampleParsesToAMessageOfItsKind(MessageType type) throws IOException {
        Message message = MessageJson.decode(sample(type), type.recordType());

        assertThat(message.type()).isEqualTo(type);
        assertThat(message.messageKey()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenFitsTheSchemaAndSaysTheSameAsTheSample(MessageType type) throws IOException {
        Message message = MessageJson.decode(sample(type), type.recordType());

        byte[] written = MessageJson.encode(message);

        assertThat(faults(type, written)).isEmpty();
        assertThat(JSON.readTree(written)).isEqualTo(JSON.readTree(sample(type)));
    }

    @ParameterizedTest
    @EnumSource
    void unknownFieldsAreIgnored(MessageType type) throws IOException {
        ObjectNode newer = (ObjectNode) JSON.readTree(sample(type));
        newer.putObject("ofTheFuture").put("a", 1);

        assertThat(MessageJson.decode(JSON.writeValueAsBytes(newer), type.recordType()))
                .isEqualTo(MessageJson.decode(sample(type), type.recordType()));
    }

    @ParameterizedTest
    @EnumSource
    void schemaAndRecordRequireTheSameFields(MessageType type) throws IOException {
        List<String> disagreed = new ArrayList<>();
        ObjectNode whole = (ObjectNode) JSON.readTree(sample(type));
        whole.fieldNames().forEachRemaining(field -> {
            ObjectNode without = whole.deepCopy();
            without.remove(field);
            boolean bySchema = schema(type).validate(without).isEmpty();
            if (bySchema && !decodes(without, type)) {
                disagreed.add(field);
            }
        });

        assertThat(disagreed).isEmpty();
    }

    private static boolean decodes(JsonNode json, MessageType type) {
        try {
            MessageJson.decode(JSON.writeValueAsBytes(json), type.recordType());
            return true;
        } catch (UndecodableMessageException e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<ValidationMessage> faults(MessageType type, byte[] json) throws IOException {
        return schema(type).validate(JSON.readTree(json));
    }

    private static JsonSchema schema(MessageType type) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(MessageType.class.getResourceAsStream(type.schemaResource()));
    }

    static byte[] sample(MessageType type) throws IOException {
        try (InputStream in = MessageSamplesTest.class.getResourceAsStream("sample/" + type.kind() + ".v1.json")) {
            return in.readAllBytes();
        }
    }
}
