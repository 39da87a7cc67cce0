package io.wavemesh.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.broker.EmbeddedKafka;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** What compacted topics still have of withdrawn records, by the bytes of the broker's files. */
class TopicHeartbeatIT {
    private static final Duration SEGMENT = Duration.ofSeconds(8);
    private static final Duration RETENTION = Duration.ofSeconds(4);
    private static final Topics TOPICS = new Topics("", new Topics.Compaction(SEGMENT, RETENTION));
    private static final String KEY = "job-marker-of-a-key";
    private static final byte[] VALUE = "marker of a value".getBytes(StandardCharsets.UTF_8);
    /** The cleaner's usual pause of 15 s is meant for segments of minutes. */
    private static final Map<String, String> QUICK_CLEANER = Map.of("log.cleaner.backoff.ms", "100");

    @TempDir
    Path folder;

    @Test
    void nothingWithdrawnCanBeReadAfterSegmentTimeAndDeleteRetention(TestReporter report) throws Exception {
        try (EmbeddedKafka broker = start();
                EventPublisher publisher = publisher(broker);
                TopicHeartbeat heartbeat = new TopicHeartbeat(
                        publisher, TOPICS.compacted(), TOPICS.compaction().heartbeat())) {
            provision(broker);
            heartbeat.start();
            for (Topics.Topic topic : TOPICS.compacted()) {
                publisher.send(new ProducerRecord<>(topic.name(), bytes(KEY), VALUE));
                publisher.send(new ProducerRecord<>(topic.name(), bytes("job-that-stays"), bytes("what stays")));
            }
            assertThat(filesWith(VALUE)).hasSize(2);

            long withdrawn = System.nanoTime();
            TOPICS.compacted().forEach(topic -> publisher.withdraw(topic, KEY));

            Duration valueGone = awaitGone(VALUE, withdrawn);
            Duration keyGone = awaitGone(bytes(KEY), withdrawn);
            report.publishEntry(Map.of(
                    "segment.ms", Long.toString(SEGMENT.toMillis()),
                    "delete.retention.ms", Long.toString(RETENTION.toMillis()),
                    "value gone after ms", Long.toString(valueGone.toMillis()),
                    "key gone after ms", Long.toString(keyGone.toMillis())));
            assertThat(valueGone).isLessThan(SEGMENT);
            assertThat(keyGone).isLessThan(SEGMENT.plus(RETENTION));
            assertThat(filesWith(bytes("what stays"))).hasSize(2);
        }
    }

    @Test
    void withoutHeartbeatTheLastSegmentKeepsWhatWasWithdrawn() throws Exception {
        try (EmbeddedKafka broker = start();
                EventPublisher publisher = publisher(broker)) {
            provision(broker);
            Topics.Topic topic = TOPICS.adapters();
            publisher.send(new ProducerRecord<>(topic.name(), bytes(KEY), VALUE));
            publisher.withdraw(topic, KEY);

            LockSupport.parkNanos(SEGMENT.plus(RETENTION).toNanos());

            assertThat(filesWith(VALUE)).hasSize(1);
        }
    }

    @Test
    void readersDoNotSeeHeartbeatsAndSendersClocksDoNotMatter() throws Exception {
        try (EmbeddedKafka broker = start();
                EventPublisher publisher = publisher(broker);
                TopicHeartbeat heartbeat = new TopicHeartbeat(publisher, TOPICS.compacted(), Duration.ofMillis(20))) {
            provision(broker);
            heartbeat.start();
            List<String> seen = new CopyOnWriteArrayList<>();
            try (CompactedTopicReader<JobControl> reader = new CompactedTopicReader<>(
                    BrokerConnection.to(broker.bootstrapServers()),
                    TOPICS.adapters(),
                    JobControl.class,
                    new Recorder(seen))) {
                reader.start();
                sendAs(publisher, "early", Instant.now().minus(Duration.ofDays(400)));
                sendAs(publisher, "late", Instant.now().plus(Duration.ofDays(2)));
                sendAs(publisher, "now", Instant.now());

                Eventually.eventually("all three are read", () -> seen.size() >= 3);
            }
            assertThat(seen).containsExactly("put early", "put late", "put now");
        }
    }

    private record Recorder(List<String> seen) implements StateHandler<JobControl> {
        @Override
        public void put(String key, JobControl message) {
            seen.add("put " + key);
        }

        @Override
        public void remove(String key) {
            seen.add("remove " + key);
        }
    }

    /** As a process whose clock says so. */
    private static void sendAs(EventPublisher publisher, String key, Instant clock) {
        byte[] value = MessageJson.encode(new JobControl(1, new JobId(key), JobControl.Action.CANCEL, clock));
        publisher.send(new ProducerRecord<>(TOPICS.adapters().name(), 0, clock.toEpochMilli(), bytes(key), value));
    }

    private EmbeddedKafka start() {
        return new EmbeddedKafka(BrokerSettings.in(folder).withOverrides(QUICK_CLEANER)).start();
    }

    private static EventPublisher publisher(EmbeddedKafka broker) {
        return new EventPublisher(
                BrokerConnection.to(broker.bootstrapServers()), "/wavemesh/test", Duration.ofSeconds(20));
    }

    private static void provision(EmbeddedKafka broker) {
        new TopicProvisioner(BrokerConnection.to(broker.bootstrapServers()))
                .provision(TOPICS.compacted(), Duration.ofSeconds(30));
    }

    private Duration awaitGone(byte[] marker, long since) {
        Eventually.eventually(
                "the marker is gone from every file", () -> filesWith(marker).isEmpty());
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /** The broker's files that contain these bytes; those that vanish meanwhile do not. */
    private List<Path> filesWith(byte[] marker) throws IOException {
        String text = new String(marker, StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> content(file).contains(text))
                    .toList();
        } catch (UncheckedIOException e) {
            return filesWith(marker);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
