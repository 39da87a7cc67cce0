package io.wavemesh.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TrainingOrderTest {
    @Test
    void readsRecordsOfTheFirstVersion() throws IOException {
        byte[] first = MessageSamplesTest.sample(MessageType.TRAINING_JOB);

        TrainingOrder order = MessageJson.decode(first, TrainingOrder.class);

        assertThat(order.inline()).contains(MessageJson.decode(first, TrainingJob.class));
    }

    @Test
    void saysNothingOfTheSubject() throws IOException {
        TrainingJob job = MessageJson.decode(MessageSamplesTest.sample(MessageType.TRAINING_JOB), TrainingJob.class);

        TrainingOrder order = TrainingOrder.of(job, new ObjectRef("subjects/subject-1/job.json", "a".repeat(64), 900));

        assertThat(order.inline()).isEmpty();
        assertThat(new String(MessageJson.encode(order), StandardCharsets.UTF_8))
                .doesNotContain("dog", "zjw", "Rex", "sofa", "pictures");
    }

    @Test
    void refusesADescriptionThatLiesElsewhere() throws IOException {
        TrainingJob job = MessageJson.decode(MessageSamplesTest.sample(MessageType.TRAINING_JOB), TrainingJob.class);

        assertThatThrownBy(
                        () -> TrainingOrder.of(job, new ObjectRef("subjects/subject-2/job.json", "a".repeat(64), 900)))
                .hasMessageContaining("description.key must be subjects/subject-1/job.json");
    }

    @Test
    void refusesWhatIsNeitherOrderNorJob() {
        String json =
                "{\"schemaVersion\":1,\"jobId\":\"j\",\"subjectId\":\"s\",\"createdAt\":\"2026-01-02T03:04:05Z\"}";

        assertThatThrownBy(() -> MessageJson.decode(json.getBytes(StandardCharsets.UTF_8), TrainingOrder.class))
                .isInstanceOf(UndecodableMessageException.class)
                .hasMessageContaining("classNoun is missing");
    }

    @Test
    void readsAnErasureThatNamesSubjectAndAdapters() throws IOException {
        try (var sample = getClass().getResourceAsStream("sample/job-control-erase.v1.json")) {
            JobControl control = MessageJson.decode(sample.readAllBytes(), JobControl.class);

            assertThat(control.subjectId()).contains(new SubjectId("subject-1"));
            assertThat(control.adapters()).containsExactly(new AdapterId("ad-1"));
        }
    }
}
