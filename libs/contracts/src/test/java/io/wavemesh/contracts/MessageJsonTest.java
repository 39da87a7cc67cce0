package io.wavemesh.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageJsonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                                                              | malformed JSON
            null                                                           | found null
            []                                                             | malformed JSON
            {"schemaVersion":2,"jobId":"a","action":"CANCEL","at":"2026-01-01T00:00:00Z"} | schemaVersion must be 1, was 2
            {"schemaVersion":1,"action":"CANCEL","at":"2026-01-01T00:00:00Z"} | jobId is missing
            {"schemaVersion":1,"jobId":"../x","action":"CANCEL","at":"2026-01-01T00:00:00Z"} | jobId must be
            {"schemaVersion":1,"jobId":"a","action":"SING","at":"2026-01-01T00:00:00Z"} | action has the wrong type
            {"schemaVersion":1,"jobId":"a","action":1,"at":"2026-01-01T00:00:00Z"} | action has the wrong type
            {"schemaVersion":1.5,"jobId":"a","action":"CANCEL","at":"2026-01-01T00:00:00Z"} | schemaVersion has the wrong type
            {"schemaVersion":1,"jobId":"a","action":"CANCEL","at":"yesterday"} | at has the wrong type
            {"schemaVersion":1,"jobId":"a","jobId":"b","action":"CANCEL","at":"2026-01-01T00:00:00Z"} | malformed JSON
            """)
    void saysInOneLineWhatIsWrong(String json, String expected) {
        assertThatThrownBy(() -> MessageJson.decode(json.getBytes(StandardCharsets.UTF_8), JobControl.class))
                .isInstanceOf(UndecodableMessageException.class)
                .hasMessageStartingWith("JobControl: ")
                .hasMessageContaining(expected)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void refusesWhatIsTooLong() {
        byte[] spaces = new byte[MessageJson.MAX_BYTES + 1];
        Arrays.fill(spaces, (byte) ' ');

        assertThatThrownBy(() -> MessageJson.decode(spaces, JobControl.class))
                .isInstanceOf(UndecodableMessageException.class)
                .hasMessageContaining("1048577");
    }

    @Test
    void refusesWhatIsTooDeep() {
        String deep = "{\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertThatThrownBy(() -> MessageJson.decode(deep.getBytes(StandardCharsets.UTF_8), JobControl.class))
                .isInstanceOf(UndecodableMessageException.class);
    }

    @Test
    void strictReadingNamesTheUnknownField() {
        byte[] json = "{\"stepz\":5}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> MessageJson.decodeStrict(json, TrainingSettings.class))
                .hasMessage("TrainingSettings: stepz is not a known field");
    }

    @Test
    void namesTheSettingThatIsOutOfRange() {
        byte[] json = "{\"randomLocSeed\":4294967296}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> MessageJson.decode(json, TrainingSettings.class))
                .hasMessage("TrainingSettings: randomLocSeed must be in 0..4294967295, was 4294967296");
    }

    @Test
    void leavesAbsentFieldsOut() {
        TrainingSettings settings = TrainingSettings.builder().steps(3).build();

        assertThat(new String(MessageJson.encodeValue(settings), StandardCharsets.UTF_8))
                .isEqualTo("{\"steps\":3}");
    }

    @Test
    void showsNoPromptInText() throws IOException {
        Message request =
                MessageJson.decode(MessageSamplesTest.sample(MessageType.GENERATION_REQUEST), GenerationRequest.class);

        assertThat(request.toString()).doesNotContain("beach").doesNotContain("blurry");
    }

    @Test
    void carriesCloudEventsAttributes() throws IOException {
        Message event = MessageJson.decode(MessageSamplesTest.sample(MessageType.TRAINING_EVENT), TrainingEvent.class);

        assertThat(CloudEvents.headers(event, "/wavemesh/trainer"))
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", "job-1-1-42")
                .containsEntry("ce_source", "/wavemesh/trainer")
                .containsEntry("ce_type", "io.wavemesh.training-event.v1")
                .containsEntry("ce_time", "2026-01-02T03:05:06.789Z")
                .containsEntry("content-type", "application/json");
    }
}
