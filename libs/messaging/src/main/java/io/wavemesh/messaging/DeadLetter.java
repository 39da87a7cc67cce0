package io.wavemesh.messaging;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * One letter of a dead-letter topic. Every text is one line of bounded length that is safe to print, whatever the record
 * holds; {@value #NOTHING} stands for what it does not say. Its value is never shown.
 */
public final class DeadLetter {
    /** Shown in the place of a missing key, source or cause. */
    public static final String NOTHING = "-";

    private static final int LONGEST_KEY = 200;
    private static final int LONGEST_SOURCE = 300;
    private static final int LONGEST_CAUSE = 300;
    private static final Set<String> COUNTS =
            Set.of(DeadLetters.REPLAYS, DeadLetters.EARLIER_DELIVERIES, FreshTries.PROGRESS, FreshTries.LAST_TRY);
    private static final Set<String> ADDED = Set.of(
            DeadLetters.CAUSE,
            DeadLetters.TOPIC,
            DeadLetters.PARTITION,
            DeadLetters.OFFSET,
            DeadLetters.DELIVERY_COUNT,
            DeadLetters.TIME);

    private final ConsumerRecord<byte[], byte[]> record;

    private DeadLetter(ConsumerRecord<byte[], byte[]> record) {
        this.record = record;
    }

    /** The letter in a record of a dead-letter topic. */
    public static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(record);
    }

    /** The dead-letter topic. */
    public String topic() {
        return record.topic();
    }

    /** Partition in the dead-letter topic. */
    public int partition() {
        return record.partition();
    }

    /** Offset in that partition. */
    public long offset() {
        return record.offset();
    }

    /** The key; different keys look different. */
    public String key() {
        return record.key() == null ? NOTHING : PrintableText.distinct(record.key(), LONGEST_KEY);
    }

    /** When it became a dead letter. */
    public Instant when() {
        try {
            return text(DeadLetters.TIME).map(Instant::parse).orElseGet(this::stored);
        } catch (DateTimeException notATime) {
            return stored();
        }
    }

    /** Topic, partition and offset where it was, as {@code topic/partition/offset}. */
    public String source() {
        Optional<String> topic = shown(DeadLetters.TOPIC, LONGEST_SOURCE);
        return topic.map(name -> name + "/" + number(DeadLetters.PARTITION) + "/" + number(DeadLetters.OFFSET))
                .orElse(NOTHING);
    }

    /** Why. */
    public String cause() {
        return shown(DeadLetters.CAUSE, LONGEST_CAUSE).orElse(NOTHING);
    }

    /** How often the source delivered it; 0 = unknown. */
    public long attempts() {
        return Math.max(0, number(DeadLetters.DELIVERY_COUNT));
    }

    /** How often it was replayed before it became this letter. */
    public long replays() {
        return Math.max(0, number(DeadLetters.REPLAYS));
    }

    /** Bytes of the value. */
    public int byteCount() {
        return record.value() == null ? 0 : record.value().length;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    /** The name in the header, as it is. */
    Optional<String> sourceTopic() {
        return text(DeadLetters.TOPIC);
    }

    /** The source record's headers: without those that {@link DeadLetters} added, and without what a replay counts. */
    List<Header> sourceHeaders() {
        List<Header> kept = new ArrayList<>();
        Set<String> added = new HashSet<>(ADDED);
        Header[] all = record.headers().toArray();
        for (int i = all.length - 1; i >= 0; i--) {
            String name = all[i].key();
            // Only the last one of each name was added; the source may have had its own.
            if (!added.remove(name) && !COUNTS.contains(name)) {
                kept.add(all[i]);
            }
        }
        Collections.reverse(kept);
        return kept;
    }

    private Instant stored() {
        return Instant.ofEpochMilli(Math.max(0, record.timestamp()));
    }

    private Optional<byte[]> header(String name) {
        return Optional.ofNullable(record.headers().lastHeader(name)).map(Header::value);
    }

    private Optional<String> text(String name) {
        return header(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private Optional<String> shown(String name, int longest) {
        return header(name).map(bytes -> PrintableText.cut(bytes, longest));
    }

    private long number(String name) {
        return text(name)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
    }
}
