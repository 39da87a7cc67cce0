package io.wavemesh.inference;

import static io.restassured.RestAssured.given;
import static io.wavemesh.inference.ServiceCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.wavemesh.broker.SecuredKafka;
import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.contracts.GenerationResult;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.inference.config.InferenceConfig;
import io.wavemesh.inference.domain.AdapterErasure;
import io.wavemesh.inference.domain.AdapterRegistry;
import io.wavemesh.inference.domain.Announcements;
import io.wavemesh.inference.domain.AnswerRequest;
import io.wavemesh.inference.domain.GenerationGate;
import io.wavemesh.inference.domain.GenerationMeters;
import io.wavemesh.inference.domain.PublishLag;
import io.wavemesh.inference.domain.RequestMeters;
import io.wavemesh.inference.kafka.AdapterFeed;
import io.wavemesh.inference.kafka.ErasureFeed;
import io.wavemesh.inference.kafka.GenerationRequestFeed;
import io.wavemesh.messaging.AccessRule;
import io.wavemesh.messaging.AccessRule.Needed;
import io.wavemesh.messaging.AccessRule.Resource;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.messaging.StateHandler;
import io.wavemesh.messaging.TopicSetup;
import io.wavemesh.testkit.quarkus.LogLines;
import io.wavemesh.tracing.Tracing;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The service's parts by TLS and SCRAM on a broker with the standard authorizer: the listed rights are enough; without any
 * one of them the log says what is missing, and work goes on when it is there.
 */
@QuarkusTest
@TestProfile(KafkaAccessIT.Secured.class)
class KafkaAccessIT {
    /** A broker of its own. */
    public static final class Secured implements QuarkusTestProfile {
        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(SecuredBrokerResource.class));
        }
    }

    private static final Topics TOPICS = new Topics(SecuredBrokerResource.PREFIX);

    SecuredKafka kafka;

    @Inject
    InferenceConfig config;

    @Inject
    TopicSetup setup;

    @Inject
    GenerationGate gate;

    @Inject
    BrokerConnection broker;

    @Inject
    EventPublisher publisher;

    @Inject
    AnswerRequest useCase;

    @Inject
    RequestMeters meters;

    @Inject
    GenerationMeters generationMeters;

    @Inject
    AdapterRegistry registry;

    @Inject
    AdapterErasure erasure;

    @Inject
    GenerationRequestFeed requestsOfTheService;

    private final Keys<GenerationResult> results = new Keys<>();
    private final Keys<GenerationRequest> letters = new Keys<>();

    @BeforeEach
    void leaveTheRequestsToTheTest() {
        await(() -> given().get("/q/health/ready").statusCode() == 200);
        await(this::isGroupConfigured);
        requestsOfTheService.close();
        kafka.owner()
                .revoke(AccessRule.of(AccessRule.Service.INFERENCE, Needed.SETUP).stream()
                        .map(SecuredBrokerResource::right)
                        .toList());
    }

    @Test
    void saysWhatIsMissingAndGoesOnOnceItIsThere() {
        BrokerConnection owner = BrokerConnection.to(kafka.ownerServers());
        try (EventPublisher others = new EventPublisher(owner, "/test", Duration.ofSeconds(20));
                CompactedTopicReader<GenerationResult> first =
                        new CompactedTopicReader<>(owner, TOPICS.generationResults(), GenerationResult.class, results);
                CompactedTopicReader<GenerationRequest> second = new CompactedTopicReader<>(
                        owner, TOPICS.deadLetters(TOPICS.generationRequests()), GenerationRequest.class, letters)) {
            first.start();
            second.start();
            goesThrough("all", others, Optional.empty());
            for (AccessRule rule : AccessRule.of(AccessRule.Service.INFERENCE, Needed.ALWAYS)) {
                goesThrough(rule.name() + "-" + rule.operation(), others, Optional.of(rule));
            }
        }
    }

    private void goesThrough(String id, EventPublisher others, Optional<AccessRule> missing) {
        others.publish(TOPICS.adapters(), Announcements.of(id));
        await(() -> registry.find(Announcements.of(id).adapterId()).isPresent());
        others.publish(TOPICS.generationRequests(), request(id));
        others.withdraw(TOPICS.generationRequests(), "bad-" + id);
        List<AclBinding> right =
                missing.map(SecuredBrokerResource::right).stream().toList();
        kafka.owner().revoke(right);
        try (LogLines log = LogLines.begin();
                AdapterFeed feed = new AdapterFeed(
                        broker,
                        TOPICS,
                        registry,
                        erasure,
                        new PublishLag(generationMeters, InstantSource.system()),
                        Tracing.none().telemetry());
                ErasureFeed erasures = new ErasureFeed(broker, TOPICS, erasure);
                GenerationRequestFeed requests = new RequestWiring(Tracing.none())
                        .requests(config, setup, gate, broker, TOPICS, publisher, useCase, meters)) {
            feed.start();
            erasures.start();
            requests.start();
            if (missing.isPresent()) {
                await(() -> remove(id) != 0 && log.contain("uthoriz", name(missing.get())));
                assertThat(results.seen.contains(id)
                                && letters.seen.contains("bad-" + id)
                                && feed.isCaughtUp()
                                && feed.isReading()
                                && erasures.isCaughtUp()
                                && erasures.isReading()
                                && requests.isTaking()
                                && remove(id) == 404)
                        .isFalse();
                kafka.owner().grant(right);
            }
            await(() -> remove(id) == 404);
            await(() -> feed.isCaughtUp() && feed.isReading());
            await(() -> erasures.isCaughtUp() && erasures.isReading());
            await(() -> results.seen.contains(id));
            await(() -> letters.seen.contains("bad-" + id));
            await(() -> given().get("/q/health/ready").statusCode() == 200);
        }
    }

    /** Whether the service's own start has set up its share group, for which it needs the rights that are taken then. */
    private boolean isGroupConfigured() {
        ConfigResource group =
                new ConfigResource(ConfigResource.Type.GROUP, config.requests().groupId());
        try (Admin admin = BrokerConnection.to(kafka.ownerServers()).admin("test")) {
            Config settings = admin.describeConfigs(List.of(group)).all().get().get(group);
            return settings.get("share.auto.offset.reset").value().equals("earliest");
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks to remove the adapter: 204, 404 if it is gone already, 503 if that can't be told. */
    private static int remove(String adapter) {
        return given().delete("/v1/adapters/" + adapter).statusCode();
    }

    private static String name(AccessRule rule) {
        return rule.resource() == Resource.TOPIC ? TOPICS.prefix() + rule.name() : rule.name();
    }

    private static GenerationRequest request(String id) {
        return new GenerationRequest(
                1,
                new RequestId(id),
                Optional.empty(),
                "a zebra",
                Optional.empty(),
                List.of(),
                Optional.of(11L),
                Optional.of(2),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                Instant.now());
    }

    private static final class Keys<T> implements StateHandler<T> {
        final Set<String> seen = ConcurrentHashMap.newKeySet();

        @Override
        public void put(String key, T message) {
            seen.add(key);
        }

        @Override
        public void remove(String key) {
            seen.add(key);
        }

        @Override
        public void undecodable(String key, String reason) {
            seen.add(key);
        }
    }
}
