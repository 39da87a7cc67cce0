package io.wavemesh.messaging;

import static io.wavemesh.messaging.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.Disposition;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a group is done with is gone for every reader, and nothing else is. */
@SuppressWarnings("try") // a queue works without being referred to
class QueueTrimIT extends BrokerCase {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final AtomicLong deleted = new AtomicLong();

    @BeforeEach
    void countFromNone() {
        deleted.set(0);
    }

    @Test
    void deletesWhatIsDoneWithoutWaitingForFurtherRecords() throws Exception {
        Topics.Topic topic = givenTopic(2, Map.of());
        List.of("a", "b", "c", "d", "e").forEach(job -> publisher.publish(topic, message(job)));
        try (ShareQueue<JobControl> queue = givenQueue(topic, RecordingHandler.answering(Disposition.DONE), 3)) {
            eventually("nothing is left to read", () -> trimTwiceAtOnce(topic).isEmpty());
        }
        assertThat(deleted.get()).isGreaterThanOrEqualTo(5);
        assertThat(depth(topic)).isZero();

        List.of("f", "g").forEach(job -> publisher.publish(topic, message(job)));

        assertThat(trimTwiceAtOnce(topic)).containsExactlyInAnyOrder("f", "g");
        assertThat(depth(topic)).isEqualTo(2);
        RecordingHandler later = RecordingHandler.answering(Disposition.DONE);
        try (ShareQueue<JobControl> queue = givenQueue(topic, later, 3)) {
            eventually(
                    "the later ones are gone too", () -> trimTwiceAtOnce(topic).isEmpty());
        }
        assertThat(later.jobs()).containsExactlyInAnyOrder("f", "g");
    }

    @Test
    void keepsWhatIsBeingWorkedOnOrHandedBack() throws Exception {
        Topics.Topic topic = givenTopic(1, Map.of());
        CountDownLatch handBack = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Set<String> done = ConcurrentHashMap.newKeySet();
        RecordingHandler handler = new RecordingHandler((delivery, stop) -> {
            String job = delivery.message().jobId().value();
            if (job.equals("slow")) {
                await(delivery.attempt() == 1 ? handBack : finish);
                if (delivery.attempt() == 1) {
                    return Disposition.RETRY;
                }
            }
            done.add(job);
            return Disposition.DONE;
        });
        List.of("first", "slow", "last").forEach(job -> publisher.publish(topic, message(job)));

        try (ShareQueue<JobControl> one = givenQueue(topic, handler, 3);
                ShareQueue<JobControl> other = givenQueue(topic, handler, 3)) {
            eventually("those around it are done", () -> done.equals(Set.of("first", "last")));
            assertThat(trimTwiceAtOnce(topic)).as("while it is worked on").endsWith("slow", "last");
            handBack.countDown();
            eventually("it is tried again", () -> {
                assertThat(trimTwiceAtOnce(topic)).endsWith("slow", "last");
                return handler.jobs().stream().filter("slow"::equals).count() == 2;
            });
            assertThat(trimTwiceAtOnce(topic)).as("on the second try").endsWith("slow", "last");
            finish.countDown();
            eventually("all are gone", () -> trimTwiceAtOnce(topic).isEmpty());
        }
        assertThat(done).containsExactlyInAnyOrder("first", "slow", "last");
    }

    @Test
    void deletesFromPartitionsThatWereAdded() throws Exception {
        Topics.Topic topic = givenTopic(1, Map.of());
        publisher.publish(topic, message("before"));
        try (ShareQueue<JobControl> queue = givenQueue(topic, RecordingHandler.answering(Disposition.DONE), 3);
                Admin admin = connection.admin("test")) {
            eventually("the first is gone", () -> trimTwiceAtOnce(topic).isEmpty());
            admin.createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(3)))
                    .all()
                    .get();

            List.of("p", "q", "r", "s", "t").forEach(job -> publisher.publish(topic, message(job)));

            eventually("all are gone", () -> trimTwiceAtOnce(topic).isEmpty());
        }
    }

    @Test
    void deletesNothingAsLongAsNobodyHasBegun() throws Exception {
        Topics.Topic topic = givenTopic(1, Map.of());
        publisher.publish(topic, message("waits"));

        assertThat(trimTwiceAtOnce(topic)).containsExactly("waits");

        new ShareGroups(connection)
                .configure(new ShareQueueSettings(group(topic), topic, LOCK, 3, LOCK, LOCK, LOCK), LIMIT);
        assertThat(trimTwiceAtOnce(topic)).containsExactly("waits");
        assertThat(deleted).hasValue(0);
    }

    @Test
    void saysSoInTimeWhenBrokersAreAway() {
        QueueTrim trim = new QueueTrim(
                BrokerConnection.to("localhost:1"), "group", new Topics("").generationRequests(), n -> {});

        assertThatThrownBy(() -> trim.trim(Duration.ofSeconds(1)))
                .isInstanceOf(BrokerUnavailableException.class)
                .hasMessageContaining("generation-requests");
    }

    /** As two replicas would; the keys that a reader from the start still finds. */
    private List<String> trimTwiceAtOnce(Topics.Topic topic) throws Exception {
        QueueTrim trim = new QueueTrim(connection, group(topic), topic, deleted::addAndGet);
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> trim.trim(LIMIT));
        trim.trim(LIMIT);
        other.get();
        return recordsOf(topic).stream()
                .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                .toList();
    }

    private long depth(Topics.Topic topic) {
        try (QueueDepth depth = new QueueDepth(connection, group(topic), topic)) {
            return depth.measure(LIMIT);
        }
    }

    private static String group(Topics.Topic topic) {
        return "group-" + topic.name();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
