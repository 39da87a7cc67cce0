package io.wavemesh.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    private static final long STORED = 1_767_323_045_000L;

    @Test
    void showsWhatTheHeadersSay() {
        ConsumerRecord<byte[], byte[]> record = record("job-1", "{}");
        add(record, DeadLetters.CAUSE, "the store is away");
        add(record, DeadLetters.TOPIC, "training-jobs");
        add(record, DeadLetters.PARTITION, "2");
        add(record, DeadLetters.OFFSET, "17");
        add(record, DeadLetters.DELIVERY_COUNT, "3");
        add(record, DeadLetters.TIME, "2026-01-02T03:04:05.006Z");
        add(record, DeadLetters.REPLAYS, "1");

        DeadLetter letter = DeadLetter.of(record);

        assertThat(letter.key()).isEqualTo("job-1");
        assertThat(letter.cause()).isEqualTo("the store is away");
        assertThat(letter.source()).isEqualTo("training-jobs/2/17");
        assertThat(letter.attempts()).isEqualTo(3);
        assertThat(letter.replays()).isEqualTo(1);
        assertThat(letter.when()).isEqualTo(Instant.parse("2026-01-02T03:04:05.006Z"));
        assertThat(letter.byteCount()).isEqualTo(2);
    }

    @Test
    void aRecordThatSaysNothingIsALetterToo() {
        DeadLetter letter = DeadLetter.of(record(null, null));

        assertThat(letter.key()).isEqualTo(DeadLetter.NOTHING);
        assertThat(letter.cause()).isEqualTo(DeadLetter.NOTHING);
        assertThat(letter.source()).isEqualTo(DeadLetter.NOTHING);
        assertThat(letter.attempts()).isZero();
        assertThat(letter.replays()).isZero();
        assertThat(letter.when()).isEqualTo(Instant.ofEpochMilli(STORED));
        assertThat(letter.byteCount()).isZero();
    }

    @Test
    void headersThatLieAboutTheirTypeSayNothing() {
        ConsumerRecord<byte[], byte[]> record = record("k", "v");
        add(record, DeadLetters.DELIVERY_COUNT, "-9999999999999999999999");
        add(record, DeadLetters.REPLAYS, "1e9");
        add(record, DeadLetters.TIME, "yesterday");
        record.headers().add(DeadLetters.CAUSE, null);

        DeadLetter letter = DeadLetter.of(record);

        assertThat(letter.attempts()).isZero();
        assertThat(letter.replays()).isZero();
        assertThat(letter.when()).isEqualTo(Instant.ofEpochMilli(STORED));
        assertThat(letter.cause()).isEqualTo(DeadLetter.NOTHING);
    }

    @Test
    void nothingThatATerminalObeysIsShown() {
        ConsumerRecord<byte[], byte[]> record = record("a\tb", "v");
        add(record, DeadLetters.CAUSE, "\u001b[2J line\r\nnext \u202e\u2028\u0085 \\ é 你好 😀");

        DeadLetter letter = DeadLetter.of(record);

        assertThat(letter.key()).isEqualTo("a\\tb");
        assertThat(letter.cause()).isEqualTo("\\u{1b}[2J line\\r\\nnext \\u{202e}\\u{2028}\\u{85} \\\\ é 你好 😀");
    }

    @Test
    void longTextsAreCutAndLongKeysStayDifferent() {
        String common = "😀".repeat(400_000);
        ConsumerRecord<byte[], byte[]> record = record(common + "1", "v");
        add(record, DeadLetters.CAUSE, "x" + common);

        DeadLetter letter = DeadLetter.of(record);

        assertThat(letter.cause()).hasSizeLessThan(310).startsWith("x😀").endsWith("😀...");
        assertThat(letter.key()).hasSizeLessThan(230).startsWith("😀");
        assertThat(letter.key())
                .isEqualTo(DeadLetter.of(record(common + "1", "w")).key())
                .isNotEqualTo(DeadLetter.of(record(common + "2", "v")).key());
    }

    @Test
    void bytesThatAreNoTextAreShownAsBytes() {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("dlq.t", 0, 3, new byte[] {'k', (byte) 0xFF}, null);

        assertThat(DeadLetter.of(record).key()).isEqualTo("k\\xff");
        assertThat(DeadLetter.of(record("k\\xff", "v")).key()).isEqualTo("k\\\\xff");
    }

    @Test
    void givesBackTheHeadersThatTheSourceHad() {
        ConsumerRecord<byte[], byte[]> record = record("k", "v");
        add(record, "ce_id", "1");
        add(record, DeadLetters.CAUSE, "the source's own");
        add(record, DeadLetters.REPLAYS, "4");
        add(record, "ce_type", "2");
        add(record, DeadLetters.CAUSE, "added");
        add(record, DeadLetters.TOPIC, "t");

        assertThat(DeadLetter.of(record).sourceHeaders())
                .extracting(Header::key, header -> new String(header.value(), StandardCharsets.UTF_8))
                .containsExactly(
                        tuple("ce_id", "1"), tuple(DeadLetters.CAUSE, "the source's own"), tuple("ce_type", "2"));
    }

    @Test
    void aMarkNamesTheLetterBeforeIt() {
        ConsumerRecord<byte[], byte[]> mark = stored(OpenLetters.mark(DeadLetter.of(record("k", "v")), "dropped"), 9);

        assertThat(OpenLetters.markedOffset(mark)).isEqualTo(Optional.of(3L));
    }

    @Test
    void noLetterPassesForAMark() {
        ProducerRecord<byte[], byte[]> forged = OpenLetters.mark(DeadLetter.of(record("k", "v")), "dropped");
        ConsumerRecord<byte[], byte[]> early = stored(forged, 3);
        ConsumerRecord<byte[], byte[]> copied = stored(forged, 9);
        add(copied, DeadLetters.TOPIC, "training-jobs");

        assertThat(OpenLetters.markedOffset(early)).isEmpty();
        assertThat(OpenLetters.markedOffset(copied)).isEmpty();
        assertThat(OpenLetters.markedOffset(record("wavemesh-dlq-state:1", null)))
                .isEmpty();
        assertThat(OpenLetters.markedOffset(record(null, null))).isEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> stored(ProducerRecord<byte[], byte[]> sent, long offset) {
        ConsumerRecord<byte[], byte[]> stored =
                new ConsumerRecord<>(sent.topic(), sent.partition(), offset, sent.key(), sent.value());
        Arrays.stream(sent.headers().toArray()).forEach(stored.headers()::add);
        return stored;
    }

    private static ConsumerRecord<byte[], byte[]> record(String key, String value) {
        return new ConsumerRecord<>(
                "dlq.t",
                0,
                3,
                STORED,
                TimestampType.CREATE_TIME,
                0,
                0,
                bytes(key),
                bytes(value),
                new RecordHeaders(),
                Optional.empty());
    }

    private static void add(ConsumerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, bytes(value));
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
