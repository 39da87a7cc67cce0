package io.wavemesh.messaging;

import static io.wavemesh.messaging.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.CloudEvents;
import io.wavemesh.contracts.Disposition;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a queue works without being referred to
class ShareQueueIT extends BrokerCase {
    @Test
    void deliversWhatWasSentBeforeTheFirstWorkerCame() {
        Topics.Topic topic = givenTopic(3, Map.of());
        List<String> jobs = List.of("a", "b", "c", "d", "e");
        jobs.forEach(job -> publisher.publish(topic, message(job)));
        RecordingHandler handler = RecordingHandler.answering(Disposition.DONE);

        try (ShareQueue<JobControl> queue = givenQueue(topic, handler, 3)) {
            eventually("all are delivered", () -> handler.deliveries.size() >= 5);
        }

        assertThat(handler.jobs()).containsExactlyInAnyOrderElementsOf(jobs);
        assertThat(handler.attempts()).containsOnly(1);
    }

    @Test
    void renewsLockWhileWorkRuns() {
        Topics.Topic topic = givenTopic(1, Map.of());
        AtomicInteger done = new AtomicInteger();
        RecordingHandler handler = new RecordingHandler((delivery, stop) -> {
            await(stop, LOCK.multipliedBy(3));
            if (stop.reason().isPresent()) {
                return Disposition.RETRY;
            }
            done.incrementAndGet();
            return Disposition.DONE;
        });
        publisher.publish(topic, message("long"));
        publisher.publish(topic, message("next"));

        try (ShareQueue<JobControl> first = givenQueue(topic, handler, 3);
                ShareQueue<JobControl> second = givenQueue(topic, handler, 3)) {
            eventually("both are done", () -> done.get() == 2);
        }

        assertThat(handler.jobs()).containsExactlyInAnyOrder("long", "next");
    }

    @Test
    void deliversAgainWhenTheWorkerDies() {
        Topics.Topic topic = givenTopic(1, Map.of());
        publisher.publish(topic, message("orphan"));
        RecordingHandler handler = RecordingHandler.answering(Disposition.DONE);
        new ShareGroups(connection)
                .configure(
                        new ShareQueueSettings("group-" + topic.name(), topic, LOCK, 3, LOCK, LOCK, LOCK),
                        Duration.ofSeconds(20));

        try (KafkaShareConsumer<byte[], byte[]> dying = new KafkaShareConsumer<>(
                connection.clientProperties(
                        "dying",
                        Map.of(
                                ConsumerConfig.GROUP_ID_CONFIG,
                                "group-" + topic.name(),
                                ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
                                "explicit")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            dying.subscribe(List.of(topic.name()));
            eventually("the dying worker has it", () -> !dying.poll(Duration.ofMillis(500))
                    .isEmpty());
            // It never answers: as if it were dead.
            try (ShareQueue<JobControl> queue = givenQueue(topic, handler, 3)) {
                eventually("another worker has it", () -> !handler.deliveries.isEmpty());
            }
        }

        assertThat(handler.attempts()).containsExactly(2);
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        Topics.Topic topic = givenTopic(1, Map.of());
        RecordingHandler handler = new RecordingHandler((delivery, stop) -> {
            throw new RetryableException("the store is away");
        });
        publisher.publish(topic, message("hopeless"));

        try (ShareQueue<JobControl> queue = givenQueue(topic, handler, 3)) {
            eventually("it is given up", () -> !recordsOf(new Topics("").deadLetters(topic))
                    .isEmpty());
        }

        assertThat(handler.attempts()).containsExactly(1, 2, 3);
        assertThat(handler.givenUp).hasSize(1);
        ConsumerRecord<byte[], byte[]> dead =
                recordsOf(new Topics("").deadLetters(topic)).get(0);
        assertThat(text(dead.key())).isEqualTo("hopeless");
        assertThat(header(dead.headers(), DeadLetters.CAUSE)).contains("the store is away");
        assertThat(header(dead.headers(), DeadLetters.DELIVERY_COUNT)).isEqualTo("3");
        assertThat(header(dead.headers(), CloudEvents.TYPE)).isEqualTo("io.wavemesh.job-control.v1");
    }

    @Test
    void anOutageEndsNoWork() {
        Topics.Topic topic = givenTopic(1, Map.of());
        AtomicReference<RecordingHandler> itself = new AtomicReference<>();
        RecordingHandler handler = new RecordingHandler((delivery, stop) -> {
            if (delivery.attempt() > 2) {
                return Disposition.DONE;
            }
            itself.get().outages.set(5);
            throw new RetryableException("the store is away");
        });
        itself.set(handler);
        publisher.publish(topic, message("patient"));

        try (ShareQueue<JobControl> queue = givenQueue(topic, handler, 2)) {
            eventually("it is done", () -> handler.attempts().contains(3));
        }

        assertThat(handler.attempts()).containsExactly(1, 2, 3);
        assertThat(handler.outages).hasValue(0);
        assertThat(handler.givenUp).isEmpty();
    }

    @Test
    void sendsWorkThatHasComeFurtherAgainInsteadOfGivingItUp() {
        Topics.Topic topic = givenTopic(1, Map.of());
        AtomicReference<RecordingHandler> itself = new AtomicReference<>();
        RecordingHandler handler = new RecordingHandler((delivery, stop) -> {
            if (delivery.attempt() == 2) {
                itself.get().progress = 10;
            }
            throw new RetryableException("the store is away");
        });
        itself.set(handler);
        publisher.publish(topic, message("long"));

        try (ShareQueue<JobControl> queue = givenQueue(topic, handler, 2)) {
            eventually("it is given up", () -> !recordsOf(new Topics("").deadLetters(topic))
                    .isEmpty());
        }

        // two tries, then two more under a new record, which come no further
        assertThat(handler.attempts()).containsExactly(1, 2, 3, 4);
        assertThat(handler.givenUp).hasSize(1);
        assertThat(recordsOf(topic)).hasSize(2).allSatisfy(record -> assertThat(
                        header(record.headers(), CloudEvents.TYPE))
                .isEqualTo("io.wavemesh.job-control.v1"));
        assertThat(header(recordsOf(topic).get(1).headers(), FreshTries.PROGRESS))
                .isEqualTo("10");
    }

    @Test
    void workThatTheBrokersGaveUpHasOneMoreTry() {
        Topics.Topic topic = givenTopic(1, Map.of());
        RecordingHandler handler = new RecordingHandler((delivery, stop) -> {
            throw new RetryableException("the store is away");
        });
        publisher.publishAgain(topic, message("lost"), 7);

        try (ShareQueue<JobControl> queue = givenQueue(topic, handler, 3)) {
            eventually("it is given up", () -> !handler.givenUp.isEmpty());
        }

        assertThat(handler.attempts()).containsExactly(8);
    }

    @Test
    void knowsWhatIsStillInTheQueueAndWhatTheBrokersGaveUp() {
        Topics.Topic topic = givenTopic(2, Map.of());
        QueueContents contents = new QueueContents(connection, "group-" + topic.name(), topic);
        Set<String> all = Set.of("done", "lost", "waiting", "never");
        RecordingHandler handler = RecordingHandler.answering(Disposition.DONE);
        publisher.publish(topic, message("done"));
        assertThat(contents.missing(all, Duration.ofSeconds(20))).containsExactlyInAnyOrder("lost", "waiting", "never");
        try (ShareQueue<JobControl> queue = givenQueue(topic, handler, 3)) {
            eventually("it is done", () -> !handler.deliveries.isEmpty());
        }
        publisher.publish(topic, message("lost"));
        giveUp(topic);
        publisher.publish(topic, message("waiting"));

        eventually("what was given up is missing", () -> contents.missing(all, Duration.ofSeconds(20))
                .equals(Set.of("done", "lost", "never")));
    }

    /** Takes the next record and hands it back as often as the brokers deliver it. */
    private void giveUp(Topics.Topic topic) {
        try (KafkaShareConsumer<byte[], byte[]> worker = new KafkaShareConsumer<>(
                connection.clientProperties(
                        "hopeless",
                        Map.of(
                                ConsumerConfig.GROUP_ID_CONFIG,
                                "group-" + topic.name(),
                                ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
                                "explicit")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            worker.subscribe(List.of(topic.name()));
            AtomicInteger deliveries = new AtomicInteger();
            eventually("it is delivered ten times", () -> {
                worker.poll(Duration.ofMillis(200)).forEach(record -> {
                    worker.acknowledge(record, AcknowledgeType.RELEASE);
                    deliveries.incrementAndGet();
                });
                worker.commitSync();
                return deliveries.get() == ShareQueueSettings.BROKER_LIMIT;
            });
        }
    }

    @Test
    void movesUndecodableRecordsToDeadLetters() {
        Topics.Topic topic = givenTopic(1, Map.of());
        publisher.send(new ProducerRecord<>(
                topic.name(), "bad".getBytes(StandardCharsets.UTF_8), "{".getBytes(StandardCharsets.UTF_8)));
        publisher.publish(topic, message("good"));
        RecordingHandler handler = RecordingHandler.answering(Disposition.DONE);

        try (ShareQueue<JobControl> queue = givenQueue(topic, handler, 3)) {
            eventually("the good one is delivered", () -> !handler.deliveries.isEmpty());
        }

        assertThat(handler.jobs()).containsExactly("good");
        assertThat(recordsOf(new Topics("").deadLetters(topic)))
                .singleElement()
                .satisfies(dead -> assertThat(text(dead.value())).isEqualTo("{"))
                .satisfies(dead ->
                        assertThat(header(dead.headers(), DeadLetters.CAUSE)).contains("malformed JSON"));
    }

    @Test
    void handsTheRecordBackWhenClosed() {
        Topics.Topic topic = givenTopic(1, Map.of());
        CountDownLatch begun = new CountDownLatch(1);
        RecordingHandler interrupted = new RecordingHandler((delivery, stop) -> {
            begun.countDown();
            await(stop, Duration.ofMinutes(1));
            return Disposition.RETRY;
        });
        publisher.publish(topic, message("handed-back"));
        ShareQueue<JobControl> first = givenQueue(topic, interrupted, 3);
        eventually("work has begun", () -> begun.await(1, TimeUnit.MILLISECONDS));

        first.close();

        RecordingHandler handler = RecordingHandler.answering(Disposition.DONE);
        try (ShareQueue<JobControl> second = givenQueue(topic, handler, 3)) {
            eventually("the other worker has it", () -> !handler.deliveries.isEmpty());
        }
        assertThat(handler.jobs()).containsExactly("handed-back");
        assertThat(handler.attempts()).containsExactly(2);
        assertThat(interrupted.deliveries).hasSize(1);
    }

    @Test
    void stopsTheWorkWhenTheLockIsLost() {
        Topics.Topic topic = givenTopic(1, Map.of());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch lost = new CountDownLatch(1);
        RecordingHandler handler = new RecordingHandler((delivery, stop) -> {
            begun.countDown();
            if (lost.getCount() == 0) {
                return Disposition.DONE;
            }
            stop.onStop(reason -> {
                if (reason == StopReason.LOCK_LOST) {
                    lost.countDown();
                }
            });
            await(stop, Duration.ofMinutes(1));
            return Disposition.RETRY;
        });
        publisher.publish(topic, message("unlucky"));

        try (ShareQueue<JobControl> queue = givenQueue(topic, handler, 5)) {
            eventually("work has begun", () -> begun.await(1, TimeUnit.MILLISECONDS));
            broker.close();
            eventually("the work is told", () -> lost.await(1, TimeUnit.MILLISECONDS));
            broker.start();
            eventually("it is delivered again", () -> handler.deliveries.size() == 2);
        }

        assertThat(handler.jobs()).containsExactly("unlucky", "unlucky");
    }

    @Test
    void endsByItselfWhenNoMoreIsWanted() {
        Topics.Topic topic = givenTopic(1, Map.of());
        RecordingHandler handler = RecordingHandler.answering(Disposition.DONE);
        CountDownLatch ended = new CountDownLatch(1);
        QueueListener oneOnly = new QueueListener() {
            @Override
            public boolean wantsMore() {
                return handler.deliveries.isEmpty();
            }

            @Override
            public void ended() {
                ended.countDown();
            }
        };
        publisher.publish(topic, message("first"));
        publisher.publish(topic, message("second"));

        try (ShareQueue<JobControl> queue = givenQueue(topic, handler, 3, oneOnly)) {
            eventually("it has ended", () -> ended.await(1, TimeUnit.MILLISECONDS));
            eventually("its thread has ended", () -> !queue.isAlive());
        }
        RecordingHandler next = RecordingHandler.answering(Disposition.DONE);
        try (ShareQueue<JobControl> queue = givenQueue(topic, next, 3)) {
            eventually("another worker has the rest", () -> !next.deliveries.isEmpty());
        }

        assertThat(handler.jobs()).containsExactly("first");
        assertThat(next.jobs()).containsExactly("second");
        assertThat(next.attempts()).as("it was in nobody's hand before").containsExactly(1);
    }

    private static void await(StopSignal stop, Duration limit) {
        try {
            stop.await(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String header(Headers headers, String name) {
        return text(headers.lastHeader(name).value());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
