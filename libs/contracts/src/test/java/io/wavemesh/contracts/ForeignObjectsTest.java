package io.wavemesh.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages can't name objects that belong to somebody else: they don't decode, so queues send them to the dead letters. */
class ForeignObjectsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "TRAINING_JOB, /pictures/0/object, subjects/subject-2/pictures/a.jpg",
        "TRAINING_JOB, /pictures/0/object, subjects/subject-1/job.json",
        "TRAINING_JOB, /pictures/0/object, subjects/subject-12/pictures/a.jpg",
        "TRAINING_JOB, /pictures/0/object, adapters/ad-1/adapter_model.safetensors",
        "TRAINING_JOB, /pictures/0/object, checkpoints/job-2/0000000001.safetensors",
        "ADAPTER_ANNOUNCEMENT, /weights, adapters/ad-2/adapter_model.safetensors",
        "ADAPTER_ANNOUNCEMENT, /config, adapters/ad-2/adapter_config.json",
        "ADAPTER_ANNOUNCEMENT, /provenance, subjects/subject-1/pictures/a.jpg",
        "ADAPTER_ANNOUNCEMENT, /weights, adapters/ad-1/provenance.json",
        "GENERATION_RESULT, /images/0/object, images/request-2/0.png",
        "GENERATION_RESULT, /images/0/object, subjects/subject-1/pictures/a.jpg"
    })
    void messageThatNamesAForeignObjectIsRefused(MessageType type, String place, String key) throws IOException {
        byte[] message = naming(type, place, key);

        assertThatThrownBy(() -> MessageJson.decode(message, type.recordType()))
                .isInstanceOf(UndecodableMessageException.class)
                .hasMessageContaining(".key must ")
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "subjects/subject-1/pictures/../../subject-2/pictures/a.jpg",
                "/etc/passwd",
                "subjects/subject-1/pictures/..",
                "subjects//pictures/a.jpg",
                "subjects/subject-1/pictures/a\u0000.jpg",
                "subjects/subject-1/pictures/a\n.jpg",
                "subjects/subject-1/pictures/\u2025/a.jpg",
                "subjects/ѕubject-1/pictures/a.jpg",
                "subjects\\subject-1\\pictures\\a.jpg",
                "file:///etc/passwd",
                "http://169.254.169.254/latest"
            })
    void keyThatIsNoKeyIsRefused(String key) throws IOException {
        byte[] message = naming(MessageType.TRAINING_JOB, "/pictures/0/object", key);

        assertThatThrownBy(() -> MessageJson.decode(message, TrainingJob.class))
                .isInstanceOf(UndecodableMessageException.class)
                .hasMessageContaining("object key has a form that is not allowed")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "\u0000"));
    }

    private static byte[] naming(MessageType type, String place, String key) throws IOException {
        JsonNode message = JSON.readTree(MessageSamplesTest.sample(type));
        ((ObjectNode) message.at(place)).put("key", key);
        return JSON.writeValueAsBytes(message);
    }
}
