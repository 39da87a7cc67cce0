package io.wavemesh.tests.watching;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.AdapterWeight;
import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.messaging.DeadLetterBox;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.HttpPeer;
import io.wavemesh.tests.harness.IngestClient;
import io.wavemesh.tests.harness.IngestClient.Submitted;
import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Pictures;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Packaged services with a Prometheus that looks at each as at a pod of the chart, and what users and operators do. */
final class WatchedMesh implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Map<Service, Map<String, String>> SETTINGS = Map.of(
            Service.INGEST, Map.of("ingest.backlog.interval", "500ms"),
            Service.TRAINER, Map.of("trainer.engine.threads", "1"),
            Service.INFERENCE, Map.of("inference.model.threads", "1"));

    private final AtomicInteger requests = new AtomicInteger();
    private final Prometheus prometheus;
    private final MeshUnderTest mesh;

    WatchedMesh(Path folder, Watching watching) throws IOException {
        prometheus = Prometheus.start(Files.createDirectories(folder.resolve("prometheus")), watching);
        mesh = MeshUnderTest.in(folder);
    }

    Prometheus prometheus() {
        return prometheus;
    }

    /** Starts a pod of a service and returns when it is ready. */
    ServiceProcess start(Service service) throws IOException {
        return launch(service).awaitReady();
    }

    /** Starts a pod of a service without waiting. */
    ServiceProcess launch(Service service) throws IOException {
        ServiceProcess pod = mesh.launch(service, SETTINGS.get(service));
        prometheus.watch(service.prefix(), "mesh-wavemesh-" + pod.name(), pod.address());
        return pod;
    }

    /** Sends pictures to be learned. */
    static Submitted submit(ServiceProcess ingest, Pictures pictures, int steps)
            throws IOException, InterruptedException {
        return new IngestClient(ingest.address()).submit(pictures, "{\"steps\":" + steps + ",\"batch\":1,\"seed\":7}");
    }

    /** The adapter that pictures end as. */
    static String adapter(ServiceProcess ingest, Submitted subject) throws IOException, InterruptedException {
        IngestClient client = new IngestClient(ingest.address());
        Await.within(LIMIT, "it is over", () -> client.isOver(subject));
        return (String) client.view(subject).get("adapterId");
    }

    /** Draws a picture by HTTP once the adapter is known; returns when it is there. */
    static void draw(ServiceProcess inference, String adapter, int steps) throws IOException, InterruptedException {
        HttpPeer peer = new HttpPeer(inference.address());
        Await.within(
                LIMIT,
                "the adapter is known",
                () -> peer.get("/v1/adapters/" + adapter).status() == 200);
        peer.post(
                        "/v1/images/generations",
                        "{\"prompt\":\"a zjw duck\",\"size\":\"64x64\",\"steps\":" + steps + ",\"adapters\":[{\"id\":\""
                                + adapter + "\"}]}")
                .successful();
    }

    /** Asks for pictures by events, without waiting for them. */
    void ask(int number, int steps, Optional<String> adapter) {
        List<AdapterWeight> adapters = adapter.stream()
                .map(id -> new AdapterWeight(new AdapterId(id), 1))
                .toList();
        try (EventPublisher publisher = new EventPublisher(mesh.connection(), "/test", LIMIT)) {
            for (int i = 0; i < number; i++) {
                publisher.publish(
                        mesh.topics().generationRequests(),
                        new GenerationRequest(
                                1,
                                new RequestId("request-" + requests.incrementAndGet()),
                                Optional.empty(),
                                "a zjw duck",
                                Optional.empty(),
                                adapters,
                                Optional.of((long) i),
                                Optional.of(steps),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(64),
                                Optional.of(64),
                                1,
                                Instant.now()));
            }
        }
    }

    /** Sends what nobody can read as a request. */
    void sendRubbish() throws Exception {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", mesh.connection().bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            mesh.topics().generationRequests().name(), "rubbish".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    /** What the operator does with dead letters whose cause is known. */
    void dropLetters() {
        try (DeadLetterBox box = new DeadLetterBox(mesh.connection(), mesh.topics(), LIMIT)) {
            box.forEach(mesh.topics().shared(), box::drop);
        }
    }

    @Override
    public void close() {
        mesh.close();
        prometheus.close();
    }
}
