package io.wavemesh.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.messaging.DeadLetter;
import io.wavemesh.messaging.DeadLetters;
import io.wavemesh.waveft.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

class LetterLineTest {
    @Test
    void columnsAreOneLineWhateverTheLetterHolds() {
        String line = LetterLine.COLUMNS.of(letter("job\n1", "\u001b[31mred\tgreen\r\n"));

        assertThat(line.split("\t"))
                .containsExactly(
                        "dlq.training-jobs",
                        "job\\n1",
                        "2026-01-02T03:04:05Z",
                        "training-jobs/1/5",
                        "3",
                        "0",
                        "\\u{1b}[31mred\\tgreen\\r\\n");
    }

    @Test
    void jsonHasTheSameTexts() {
        String line = LetterLine.JSON.of(letter("job\n1", "\"quoted\""));

        assertThat(line).doesNotContain("\n");
        assertThat((Map<?, ?>) Json.parse(line))
                .isEqualTo(Map.of(
                        "topic",
                        "dlq.training-jobs",
                        "partition",
                        0L,
                        "offset",
                        7L,
                        "key",
                        "job\\n1",
                        "when",
                        "2026-01-02T03:04:05Z",
                        "source",
                        "training-jobs/1/5",
                        "attempts",
                        3L,
                        "replays",
                        0L,
                        "byteCount",
                        1L,
                        "cause",
                        "\"quoted\""));
    }

    @Test
    void selectsByTheKeyAsItIsShown() {
        DeadLetter letter = letter("job\n1", "cause");

        assertThat(selection("--id", "job\\n1").includes(letter)).isTrue();
        assertThat(selection("--id", "job").includes(letter)).isFalse();
        assertThat(selection("--id", "-").includes(letter(null, "cause"))).isTrue();
        assertThat(selection("--all").includes(letter)).isTrue();
    }

    @Command
    private static final class Selecting {
        @ArgGroup(multiplicity = "1")
        private LetterSelection selection;
    }

    private static LetterSelection selection(String... arguments) {
        return CommandLine.populateCommand(new Selecting(), arguments).selection;
    }

    private static DeadLetter letter(String key, String cause) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("dlq.training-jobs", 0, 7, key == null ? null : bytes(key), new byte[1]);
        record.headers()
                .add(DeadLetters.CAUSE, bytes(cause))
                .add(DeadLetters.TOPIC, bytes("training-jobs"))
                .add(DeadLetters.PARTITION, bytes("1"))
                .add(DeadLetters.OFFSET, bytes("5"))
                .add(DeadLetters.DELIVERY_COUNT, bytes("3"))
                .add(DeadLetters.TIME, bytes("2026-01-02T03:04:05Z"));
        return DeadLetter.of(record);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
