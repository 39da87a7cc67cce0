package io.wavemesh.tests.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.contracts.GenerationResult;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.HttpPeer;
import io.wavemesh.tests.harness.IngestClient;
import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Pictures;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import io.wavemesh.tests.harness.TopicLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A whole mesh on three brokers, and what clients saw of it: every accepted job must end once, every refusal must be one
 * that a client may repeat.
 */
final class Outage implements AutoCloseable {
    private static final Duration LOCK = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final String SHORT = "{\"steps\":3,\"batch\":1}";
    private static final String LONG = "{\"steps\":150,\"batch\":1}";

    private final BrokerCluster brokers;
    private final MeshUnderTest mesh;
    private final List<ServiceProcess> services;
    private final IngestClient client;
    private final EventPublisher requests;
    private final Topics topics = new Topics("");
    /** Jobs by the key that they were accepted under. */
    private final Map<String, String> accepted = new LinkedHashMap<>();

    private final Map<String, String> refused = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private int refusals;

    /** Starts everything and returns when all is ready. */
    Outage(Path folder) {
        brokers = BrokerCluster.start(folder.resolve("kafka"));
        mesh = MeshUnderTest.on(brokers.bootstrapServers(), folder);
        services = List.of(
                mesh.launch(Service.INGEST, Map.of()),
                mesh.launch(Service.TRAINER, Map.of("trainer.kafka.record-lock", LOCK.toSeconds() + "s")),
                mesh.launch(
                        Service.INFERENCE,
                        Map.of("inference.requests.parallel", "1", "inference.requests.record-lock", "5s")));
        services.forEach(ServiceProcess::awaitReady);
        client = new IngestClient(services.get(0).address());
        requests = new EventPublisher(brokers.connection(), "/test", Duration.ofSeconds(60));
    }

    BrokerCluster brokers() {
        return brokers;
    }

    /** Sends a picture set once. */
    void submit(String key, boolean takesLong) throws Exception {
        String training = takesLong ? LONG : SHORT;
        HttpPeer.Answer answer = client.trySubmit(Pictures.DUCK, training, Map.of("Idempotency-Key", key));
        if (answer.status() == 202) {
            accepted.put(key, (String) answer.json().get("jobId"));
            refused.remove(key);
            return;
        }
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.text()).doesNotContain("127.0.0.1", "Exception");
        refused.put(key, training);
        refusals++;
    }

    /** Sends a picture set as a good client does, until it is accepted; returns how long that took. */
    Duration submitPatiently(String key) {
        return Await.within(PATIENCE, key + " is accepted", () -> {
            submit(key, false);
            return accepted.containsKey(key);
        });
    }

    /** Repeats whatever was refused, under the same keys. */
    void repeatRefused() {
        Set.copyOf(refused.keySet()).forEach(this::submitPatiently);
    }

    /** How many refusals there were. */
    int refusals() {
        return refusals;
    }

    /** Asks for an image by an event, and waits until the brokers have it. */
    void ask(String id) {
        requests.publish(
                topics.generationRequests(),
                new GenerationRequest(
                        1,
                        new RequestId(id),
                        Optional.empty(),
                        "a duck",
                        Optional.empty(),
                        List.of(),
                        Optional.of(1L),
                        Optional.of(2),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(64),
                        Optional.of(64),
                        1,
                        Instant.now()));
        asked.add(id);
    }

    /** Draws an image by HTTP, for which no broker is needed. */
    void draws() throws Exception {
        new HttpPeer(services.get(2).address())
                .post("/v1/images/generations", "{\"prompt\":\"a duck\",\"steps\":2,\"size\":\"64x64\"}")
                .successful();
    }

    /** Waits until a job is being trained. */
    void awaitTraining(String key) {
        Await.until("training", () -> events(key).stream().anyMatch(event -> event.step() > 0));
    }

    /** What each service does while nothing is asked of it. */
    Map<String, Idle> idle(Duration time) {
        List<Duration> before = services.stream().map(ServiceProcess::cpuTime).toList();
        List<Integer> lines = services.stream().map(Outage::lines).toList();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < time.toNanos()) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Idle> idle = new LinkedHashMap<>();
        for (int i = 0; i < services.size(); i++) {
            ServiceProcess service = services.get(i);
            double used = service.cpuTime().minus(before.get(i)).toMillis() / 1e3;
            idle.put(service.name(), new Idle(used / seconds, lines(service) - lines.get(i)));
        }
        return idle;
    }

    /**
     * What a service did.
     *
     * @param cpu share of one core
     * @param logLines lines in its log
     */
    record Idle(double cpu, int logLines) {}

    /** Waits until every service is ready again; none of them may have been started anew. */
    Duration awaitReady() {
        return Await.within(PATIENCE, "all are ready", () -> {
            services.forEach(service -> assertThat(service.isAlive()).isTrue());
            return services.stream().allMatch(ServiceProcess::isReady);
        });
    }

    boolean isReady() {
        return services.stream().anyMatch(ServiceProcess::isReady);
    }

    /** Every accepted job ends with one adapter, every request with one answer. */
    void everythingEndsOnce() {
        Await.within(Duration.ofMinutes(5), "all jobs end", () -> {
            for (String key : accepted.keySet()) {
                if (events(key).stream().noneMatch(event -> event.state() == JobState.SUCCEEDED)) {
                    return false;
                }
            }
            return true;
        });
        List<AdapterAnnouncement> adapters = TopicLog.read(brokers.connection(), topics.adapters()).stream()
                .map(entry -> entry.as(AdapterAnnouncement.class))
                .distinct()
                .toList();
        assertThat(adapters.stream().map(adapter -> adapter.jobId().value()))
                .containsExactlyInAnyOrderElementsOf(accepted.values());
        for (String key : accepted.keySet()) {
            assertThat(events(key).stream()
                            .filter(event -> event.state().isFinal())
                            .map(event -> event.state() + " " + event.adapterId())
                            .distinct())
                    .as("ends of " + key)
                    .hasSize(1);
        }
        Await.until("all requests are answered", () -> answers().keySet().containsAll(asked));
        assertThat(answers()).allSatisfy((id, results) -> assertThat(results).hasSize(1));
    }

    private Map<String, Set<GenerationResult>> answers() {
        return TopicLog.read(brokers.connection(), topics.generationResults()).stream()
                .collect(Collectors.groupingBy(
                        TopicLog.Entry::key,
                        Collectors.mapping(entry -> entry.as(GenerationResult.class), Collectors.toSet())));
    }

    private List<TrainingEvent> events(String key) {
        BrokerConnection connection = brokers.connection();
        return TopicLog.of(connection, topics.trainingEvents(), accepted.get(key), TrainingEvent.class);
    }

    private static int lines(ServiceProcess service) {
        return (int) service.logText().lines().count();
    }

    /** Logs of the services, for what a test finds in them. */
    String logs() {
        return services.stream().map(ServiceProcess::logText).collect(Collectors.joining());
    }

    @Override
    public void close() {
        mesh.close();
        requests.close();
        brokers.close();
    }
}
