package io.wavemesh.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.broker.EmbeddedKafka;
import io.wavemesh.contracts.Disposition;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.DeadLetters;
import io.wavemesh.messaging.Delivery;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.messaging.JobHandler;
import io.wavemesh.messaging.QueueListener;
import io.wavemesh.messaging.ShareQueue;
import io.wavemesh.messaging.ShareQueueSettings;
import io.wavemesh.messaging.StopSignal;
import io.wavemesh.messaging.TopicProvisioner;
import io.wavemesh.messaging.Verdict;
import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The dlq commands on a real broker, with letters that a real queue has given up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLettersIT {
    private static final String CAUSE = "no\tgood\n\u001b[2J";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private EmbeddedKafka broker;
    private BrokerConnection connection;
    private EventPublisher publisher;

    @BeforeAll
    void startBroker(@TempDir Path folder) {
        LogManager.getLogManager().reset(); // the broker talks
        broker = new EmbeddedKafka(BrokerSettings.in(folder)).start();
        connection = BrokerConnection.to(broker.bootstrapServers());
        publisher = new EventPublisher(connection, "/wavemesh/test", LIMIT);
    }

    @AfterAll
    void stopBroker() {
        publisher.close();
        broker.close();
    }

    private record Ended(int status, String out, String err) {}

    @Test
    void listsReplaysAndDrops() throws InterruptedException {
        Topics topics = new Topics("t.");
        new TopicProvisioner(connection).provision(topics.all(), LIMIT);
        assertThat(dlq("list").out()).isEmpty();

        try (Refusing worker = new Refusing(topics)) {
            Stream.of("one", "two", "three").forEach(job -> publish(topics, job));
            assertThat(worker.delivered(3)).containsExactlyInAnyOrder("one", "two", "three");
        }
        Ended list = dlq("list", "--json", "--topic", "training-jobs");
        assertThat(list.err()).isEmpty();
        assertThat(keys(list)).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(dlq("list").out().lines()).hasSize(3).allSatisfy(line -> assertThat(line)
                .matches("t\\.dlq\\.training-jobs\\t\\w+\\t\\S+Z\\tt\\.training-jobs/\\d/\\d+\\t1\\t0\\t\\S+")
                .endsWith("\tno\\tgood\\n\\u{1b}[2J"));

        assertThat(keys(dlq("drop", "--id", "two", "--json"))).containsExactly("two");
        Ended replay = dlq("replay", "--all", "--json");
        assertThat(keys(replay)).containsExactlyInAnyOrder("one", "three");
        assertThat(replay.err()).contains("2 replayed");
        Ended second = dlq("replay", "--all");

        assertThat(second.out()).isEmpty();
        assertThat(second.err()).contains("0 replayed");
        assertThat(second.status()).isZero();
        assertThat(dlq("list").out()).isEmpty();
        try (Refusing worker = new Refusing(topics)) {
            assertThat(worker.delivered(2)).containsExactlyInAnyOrder("one", "three");
        }
        assertThat(keys(dlq("list", "--json"))).containsExactlyInAnyOrder("one", "three");
        assertThat(dlq("list", "--json").out().lines())
                .allSatisfy(line -> assertThat(line).contains("\"replays\":1"));
    }

    @Test
    void saysWhichTopicsAreMissing() {
        Ended ended = run("dlq", "list", "--bootstrap-servers", broker.bootstrapServers(), "--topic-prefix", "typo.");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("no topic typo.dlq.training-jobs").hasLineCount(2);
    }

    @Test
    void takesClientPropertiesFromAFile(@TempDir Path folder) throws IOException {
        new TopicProvisioner(connection).provision(new Topics("v.").all(), LIMIT);
        Path file = Files.writeString(
                folder.resolve("client.properties"), "bootstrap.servers=" + broker.bootstrapServers());

        Ended ended = run(
                "dlq",
                "list",
                "--bootstrap-servers",
                "127.0.0.1:1",
                "--topic-prefix",
                "v.",
                "--command-config",
                file.toString());

        assertThat(ended).isEqualTo(new Ended(0, "", ""));
    }

    @Test
    void refusesSecurityThatDoesNotWork(@TempDir Path folder) throws IOException {
        Path noPassword = Files.writeString(folder.resolve("a.properties"), "kafka.security.sasl.username=operator");
        Path unknown = Files.writeString(folder.resolve("b.properties"), "kafka.security.sasl.pasword=secret");

        Ended first = run("dlq", "list", "--bootstrap-servers", "a:1", "--command-config", noPassword.toString());
        Ended second = run("dlq", "list", "--bootstrap-servers", "a:1", "--command-config", unknown.toString());

        assertThat(first.status()).isEqualTo(2);
        assertThat(first.err())
                .contains("kafka.security.sasl.password-file is missing")
                .hasLineCount(1);
        assertThat(second.status()).isEqualTo(2);
        assertThat(second.err()).contains("kafka.security.sasl.pasword").hasLineCount(1);
        assertThat(second.err()).doesNotContain("secret");
    }

    @Test
    void refusesToReplayWhatSaysNothingOfItsSource() {
        Topics topics = new Topics("u.");
        new TopicProvisioner(connection).provision(topics.all(), LIMIT);
        Topics.Topic letters = topics.deadLetters(topics.trainingJobs());
        publisher.publish(letters, message("says-nothing"));

        String[] where = {"--bootstrap-servers", broker.bootstrapServers(), "--topic-prefix", "u."};
        Ended replay = run("dlq", "replay", "--all", where[0], where[1], where[2], where[3]);
        Ended list = run("dlq", "list", where[0], where[1], where[2], where[3]);
        Ended drop = run("dlq", "drop", "--id", "says-nothing", where[0], where[1], where[2], where[3]);

        assertThat(replay.status()).isEqualTo(1);
        assertThat(replay.out()).isEmpty();
        assertThat(replay.err()).contains("letter u.dlq.training-jobs/0/0 does not say that it came from");
        assertThat(list.out())
                .startsWith("u.dlq.training-jobs\tsays-nothing\t")
                .endsWith("\t-\t0\t0\t-" + System.lineSeparator());
        assertThat(drop.status()).isZero();
        assertThat(drop.out()).contains("says-nothing");
    }

    private Ended dlq(String command, String... more) {
        Ended ended = run(Stream.concat(
                        Stream.of(
                                "dlq",
                                command,
                                "--bootstrap-servers",
                                broker.bootstrapServers(),
                                "--topic-prefix",
                                "t."),
                        Stream.of(more))
                .toArray(String[]::new));
        assertThat(ended.status()).as(ended.err()).isZero();
        return ended;
    }

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Wavemesh.run(arguments, new PrintWriter(out), new PrintWriter(err));
        return new Ended(status, out.toString(), err.toString());
    }

    private static List<String> keys(Ended ended) {
        return ended.out()
                .lines()
                .map(line -> ((Map<?, ?>) Json.parse(line)).get("key").toString())
                .toList();
    }

    private void publish(Topics topics, String job) {
        publisher.publish(topics.trainingJobs(), message(job));
    }

    private static JobControl message(String job) {
        return new JobControl(1, new JobId(job), JobControl.Action.CANCEL, Instant.parse("2026-01-02T03:04:05Z"));
    }

    /** A worker that gives every job up. */
    private final class Refusing implements JobHandler<JobControl>, QueueListener, AutoCloseable {
        private final Queue<String> jobs = new ConcurrentLinkedQueue<>();
        private final Semaphore settled = new Semaphore(0);
        private final ShareQueue<JobControl> queue;

        Refusing(Topics topics) {
            ShareQueueSettings settings = new ShareQueueSettings(
                    "refusing",
                    topics.trainingJobs(),
                    Duration.ofSeconds(5),
                    3,
                    Duration.ofMillis(50),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(5));
            queue = new ShareQueue<>(
                    connection,
                    settings,
                    JobControl.class,
                    this,
                    new DeadLetters(publisher, topics.deadLetters(topics.trainingJobs()), Clock.systemUTC()),
                    this);
            queue.start();
        }

        @Override
        public Verdict handle(Delivery<JobControl> delivery, StopSignal stop) {
            jobs.add(delivery.message().jobId().value());
            return new Verdict(Disposition.DROP, CAUSE);
        }

        @Override
        public void giveUp(Delivery<JobControl> delivery, String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void settled(Disposition disposition) {
            settled.release();
        }

        Queue<String> delivered(int count) throws InterruptedException {
            assertThat(settled.tryAcquire(count, LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            return jobs;
        }

        @Override
        public void close() {
            queue.close();
        }
    }
}
