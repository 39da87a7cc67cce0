package io.wavemesh.messaging;

import io.wavemesh.contracts.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * The operator's side of the dead-letter topics: which letters are open, back to their topic with them, away with them.
 * A letter that is done stays where it is until retention removes it, and a mark behind it says so. One thread at a time.
 *
 * <p>Replaying sends first and marks then, so a death in between leaves the letter open and it may be sent twice: workers
 * are idempotent by the job's id. Two operators at once may do the same.
 */
public final class DeadLetterBox implements AutoCloseable {
    private static final int FETCHED_BYTES = 4 << 20;
    private static final int FETCH_WAIT_MILLIS = 50;
    private static final int FETCHED_RECORDS = 100;
    private static final String DEAD_LETTER = "dlq.";

    private final BrokerConnection connection;
    private final Topics topics;
    private final Duration limit;
    private final EventPublisher publisher;

    /**
     * A box that needs no broker yet.
     *
     * @param limit how long the brokers may take for one answer
     * @throws IllegalArgumentException if the connection's servers or properties cannot be used
     */
    public DeadLetterBox(BrokerConnection connection, Topics topics, Duration limit) {
        this.connection = connection;
        this.topics = topics;
        this.limit = limit;
        try {
            this.publisher = new EventPublisher(connection, "/wavemesh/dlq", limit);
        } catch (KafkaException unusable) {
            Throwable cause = unusable.getCause() == null ? unusable : unusable.getCause();
            throw new IllegalArgumentException("cannot use the brokers' address: " + cause.getMessage(), unusable);
        }
    }

    /** Whether a topic has a dead-letter topic on the brokers. */
    public boolean exists(Topics.Topic source) {
        return reading(() -> {
            try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
                return !partitions(consumer, source).isEmpty();
            }
        });
    }

    /**
     * Passes on every open letter of these topics that is there now, the newest last.
     *
     * @throws BrokerUnavailableException if the brokers are away
     */
    public void forEach(Collection<Topics.Topic> sources, Consumer<DeadLetter> action) {
        List<OpenLetters> opened = new ArrayList<>();
        try {
            PriorityQueue<OpenLetters> queue = reading(() -> open(sources, opened));
            while (!queue.isEmpty()) {
                OpenLetters oldest = queue.remove();
                action.accept(oldest.next());
                if (reading(oldest::hasNext)) {
                    queue.add(oldest);
                }
            }
        } finally {
            opened.forEach(OpenLetters::close);
        }
    }

    /**
     * Sends the record to its topic again, as it was but for the numbers of replays and earlier deliveries, waits for the acknowledgement, and
     * marks the letter as done.
     *
     * @throws UnreplayableLetterException if the letter does not name the topic that its own topic belongs to, or is too
     *     large for it: only {@link #drop} can end it
     * @throws BrokerUnavailableException if the brokers are away: the letter is open still
     */
    public void replay(DeadLetter letter) {
        send(letter);
        publisher.send(OpenLetters.mark(letter, "replayed"));
    }

    /** Marks the letter as done; throws {@link BrokerUnavailableException}. */
    public void drop(DeadLetter letter) {
        publisher.send(OpenLetters.mark(letter, "dropped"));
    }

    /** The first half of a replay. */
    void send(DeadLetter letter) {
        String source = topics.prefix() + letter.topic().substring((topics.prefix() + DEAD_LETTER).length());
        if (!letter.sourceTopic().map(source::equals).orElse(false)) {
            throw new UnreplayableLetterException(name(letter) + " does not say that it came from " + source);
        }
        ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(
                source, letter.record().key(), letter.record().value());
        letter.sourceHeaders().forEach(copy.headers()::add);
        DeadLetters.addReplay(letter, copy.headers());
        try {
            publisher.send(copy);
        } catch (BrokerUnavailableException refused) {
            if (refused.getCause() instanceof RecordTooLargeException) {
                throw new UnreplayableLetterException(name(letter) + " is too large for " + source);
            }
            throw refused;
        }
    }

    @Override
    public void close() {
        publisher.close();
    }

    private static String name(DeadLetter letter) {
        return "letter " + letter.topic() + "/" + letter.partition() + "/" + letter.offset();
    }

    private PriorityQueue<OpenLetters> open(Collection<Topics.Topic> sources, List<OpenLetters> opened) {
        PriorityQueue<OpenLetters> queue = new PriorityQueue<>(
                Comparator.comparing(letters -> letters.peek().when()));
        List<TopicPartition> partitions;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            partitions = sources.stream()
                    .flatMap(source -> partitions(consumer, source).stream())
                    .toList();
        }
        for (TopicPartition partition : partitions) {
            OpenLetters letters = new OpenLetters(consumer(), partition, limit);
            opened.add(letters);
            if (letters.hasNext()) {
                queue.add(letters);
            }
        }
        return queue;
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, Topics.Topic source) {
        return consumer.partitionsFor(topics.deadLetters(source).name(), limit).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> own = Map.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                // The client asks for more than is read; a longer wait would hold up going back and closing.
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                FETCH_WAIT_MILLIS,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                FETCHED_BYTES,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                FETCHED_BYTES,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                FETCHED_RECORDS);
        return connection.consumer("wavemesh-dlq", own);
    }

    private interface Reading<T> {
        T read();
    }

    private static <T> T reading(Reading<T> reading) {
        try {
            return reading.read();
        } catch (KafkaException cause) {
            throw new BrokerUnavailableException("cannot read the dead letters: " + cause.getMessage(), cause);
        }
    }
}
