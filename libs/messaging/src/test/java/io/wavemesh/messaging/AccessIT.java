package io.wavemesh.messaging;

import static io.wavemesh.messaging.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.broker.BrokerOwner;
import io.wavemesh.broker.BrokerSecurity;
import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.broker.Certificates;
import io.wavemesh.broker.EmbeddedKafka;
import io.wavemesh.contracts.Topics;
import io.wavemesh.messaging.AccessRule.Needed;
import io.wavemesh.messaging.AccessRule.Resource;
import io.wavemesh.messaging.AccessRule.Service;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the list allows for setup, and for the operators' command, is enough and no more than enough. The services' own
 * tests show the rest of the list.
 */
class AccessIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String PASSWORD = "secret";

    @TempDir
    private static Path folder;

    private static Certificates certificates;
    private static EmbeddedKafka broker;
    private static BrokerOwner owner;
    private static BrokerConnection open;

    @BeforeAll
    static void start() {
        certificates = Certificates.create(folder.resolve("tls"), List.of("broker"));
        broker = new EmbeddedKafka(
                        BrokerSettings.in(folder.resolve("kafka")).withSecurity(BrokerSecurity.with(certificates)))
                .start();
        owner = new BrokerOwner(broker);
        open = BrokerConnection.to(broker.ownerServers());
    }

    @AfterAll
    static void stop() {
        owner.close();
        broker.close();
    }

    @Test
    void whatIsUsedMayBeCreated() {
        for (Service service : List.of(Service.INGEST, Service.TRAINER, Service.INFERENCE)) {
            assertThat(topics(AccessRule.of(service, Needed.SETUP)))
                    .containsExactlyInAnyOrderElementsOf(topics(AccessRule.of(service, Needed.ALWAYS)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Service.class,
            names = {"INGEST", "TRAINER", "INFERENCE"})
    void setsUpWithExactlyTheseRightsAndWithoutThemOnceThatIsDone(Service service) {
        String prefix = "whole-" + service + ".";
        BrokerConnection user = user(prefix + "user", rules(service, Needed.values()), prefix);
        List<Topics.Topic> topics = mesh(service, prefix);

        new TopicProvisioner(user).provision(topics, LIMIT);
        configureGroups(user, service, Duration.ofSeconds(30));

        owner.revoke(bindings(rules(service, Needed.SETUP), prefix + "user", prefix));
        eventually("it may not set up any more", () -> refused(user, topics.get(0)));
        new TopicProvisioner(user).provision(topics, LIMIT);
        configureGroups(user, service, Duration.ofSeconds(30));
    }

    static Stream<AccessRule> setup() {
        return AccessRule.all().stream().filter(rule -> rule.needed() == Needed.SETUP);
    }

    @ParameterizedTest
    @MethodSource("setup")
    void cannotSetUpWithout(AccessRule rule) {
        String prefix = rule.service() + "-without-" + rule.operation() + "-" + rule.name() + ".";
        List<AccessRule> others = rules(rule.service(), Needed.values()).stream()
                .filter(other -> !other.equals(rule))
                .toList();
        BrokerConnection user = user(prefix + "user", others, prefix);

        try (TopicSetup setup = new TopicSetup(user, mesh(rule.service(), prefix))) {
            setup.start();
            if (rule.resource() == Resource.TOPIC) {
                eventually("the topic's name and why", () -> setup.fault()
                        .filter(fault -> fault.equals(
                                "cannot create topic " + prefix + rule.name() + ": it is missing, and not authorized"))
                        .isPresent());
            } else {
                eventually("the group's name and why", () -> fault(
                                () -> configureGroups(user, rule.service(), Duration.ofSeconds(31)))
                        .filter(fault -> fault.startsWith("cannot configure share group " + rule.name() + ": "))
                        .isPresent());
            }
            owner.grant(bindings(List.of(rule), prefix + "user", prefix));
            eventually("it sets up", setup::isDone);
        }
    }

    static Stream<AccessRule> operators() {
        return AccessRule.of(Service.DLQ, Needed.ALWAYS).stream();
    }

    @Test
    void theOperatorListsReplaysAndDrops() {
        String prefix = "operator.";
        BrokerConnection user = user("operator", rules(Service.DLQ, Needed.values()), prefix);
        Topics topics = new Topics(prefix);
        new TopicProvisioner(open).provision(mesh(Service.DLQ, prefix), LIMIT);

        for (Topics.Topic source : topics.shared()) {
            assertThat(operate(user, topics, source)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void theOperatorIsToldWhatIsMissing(AccessRule rule) {
        String prefix = "operator-without-" + rule.operation() + "-" + rule.name() + ".";
        List<AccessRule> others = rules(Service.DLQ, Needed.values()).stream()
                .filter(other -> !other.equals(rule))
                .toList();
        BrokerConnection user = user(prefix + "user", others, prefix);
        Topics topics = new Topics(prefix);
        new TopicProvisioner(open).provision(mesh(Service.DLQ, prefix), LIMIT);

        List<String> faults = topics.shared().stream()
                .flatMap(source -> operate(user, topics, source).stream())
                .toList();

        assertThat(faults).singleElement().asString().contains("Not authorized", prefix + rule.name());
    }

    /** Puts two letters aside, and lists, replays and drops as the user; returns what went wrong. */
    private static Optional<String> operate(BrokerConnection user, Topics topics, Topics.Topic source) {
        try (EventPublisher publisher = new EventPublisher(open, "/test", LIMIT)) {
            DeadLetters letters = new DeadLetters(publisher, topics.deadLetters(source), Clock.systemUTC());
            letters.send(record(source, "one"), "no good");
            letters.send(record(source, "two"), "no good");
        }
        return fault(() -> {
            try (DeadLetterBox box = new DeadLetterBox(user, topics, Duration.ofSeconds(10))) {
                assertThat(box.exists(source)).isTrue();
                List<DeadLetter> found = new ArrayList<>();
                box.forEach(List.of(source), found::add);
                box.replay(found.get(0));
                box.drop(found.get(1));
            }
        });
    }

    private static ConsumerRecord<byte[], byte[]> record(Topics.Topic source, String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                source.name(),
                0,
                0,
                0L,
                TimestampType.CREATE_TIME,
                bytes.length,
                bytes.length,
                bytes,
                bytes,
                new RecordHeaders(),
                Optional.empty());
    }

    private static Optional<String> fault(Runnable action) {
        try {
            action.run();
            return Optional.empty();
        } catch (BrokerUnavailableException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static boolean refused(BrokerConnection user, Topics.Topic topic) {
        Topics.Topic other = new Topics.Topic(topic.name() + "-other", 1, Map.of());
        return fault(() -> new TopicProvisioner(user).provision(List.of(other), LIMIT))
                .isPresent();
    }

    private static void configureGroups(BrokerConnection user, Service service, Duration lock) {
        rules(service, Needed.SETUP).stream()
                .filter(rule -> rule.resource() == Resource.GROUP)
                .forEach(rule -> new ShareGroups(user)
                        .configure(
                                new ShareQueueSettings(
                                        rule.name(), new Topics("").adapters(), lock, 3, lock, lock, lock),
                                LIMIT));
    }

    private static List<Topics.Topic> mesh(Service service, String prefix) {
        List<String> used = topics(AccessRule.of(service, Needed.ALWAYS)).stream()
                .map(name -> prefix + name)
                .toList();
        return new Topics(prefix)
                .all().stream().filter(topic -> used.contains(topic.name())).toList();
    }

    private static List<String> topics(List<AccessRule> rules) {
        return rules.stream()
                .filter(rule -> rule.resource() == Resource.TOPIC)
                .map(AccessRule::name)
                .distinct()
                .toList();
    }

    private static List<AccessRule> rules(Service service, Needed... needed) {
        return Stream.of(needed)
                .flatMap(when -> AccessRule.of(service, when).stream())
                .toList();
    }

    private static List<AclBinding> bindings(List<AccessRule> rules, String user, String prefix) {
        return rules.stream().map(rule -> rule.binding(user, prefix)).toList();
    }

    private static BrokerConnection user(String name, List<AccessRule> rules, String prefix) {
        owner.addUser(name, PASSWORD);
        owner.grant(bindings(rules, name, prefix));
        return BrokerConnection.of(
                broker.bootstrapServers(),
                "kafka.security",
                Settings.of(Map.of(
                        "kafka.security.tls.trust-store",
                                certificates.certificate("broker").toString(),
                        "kafka.security.sasl.username", name,
                        "kafka.security.sasl.password", PASSWORD)),
                Map.of());
    }
}
