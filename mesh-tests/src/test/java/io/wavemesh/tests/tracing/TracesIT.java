package io.wavemesh.tests.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.messaging.TopicProvisioner;
import io.wavemesh.testkit.tracing.ReceivedSpan;
import io.wavemesh.testkit.tracing.SpanReceiver;
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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces of the packaged services, from a client's request over the topics to the images. */
class TracesIT {
    private static final String TRAINING_TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String DRAWING_TRACE = "1bf7651916cd43dd8448eb211c80319d";
    private static final String CLIENT_SPAN = "b7ad6b7169203331";
    private static final String TRAINING = "{\"steps\":4,\"batch\":1,\"seed\":7}";
    private static final String PROMPT = "a zebra on the moor";

    private final SpanReceiver receiver = SpanReceiver.start();
    private final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);
    private MeshUnderTest mesh;

    @AfterEach
    void stop() {
        mesh.close();
        receiver.close();
    }

    @Test
    void oneTraceLeadsFromThePicturesToTheRegisteredAdapter(@TempDir Path folder) throws Exception {
        start(folder, receiver.settings());

        String adapter = train();
        HttpPeer.Answer drawn = draw(adapter);
        GenerationRequest request = ask();

        ReceivedSpan post = receiver.await(TRAINING_TRACE, "POST /v1/subjects");
        ReceivedSpan order = receiver.await(TRAINING_TRACE, "send training-jobs");
        ReceivedSpan job = receiver.await(TRAINING_TRACE, "process training-jobs");
        ReceivedSpan train = receiver.await(TRAINING_TRACE, "train");
        ReceivedSpan announcement = receiver.await(TRAINING_TRACE, "send adapters");
        ReceivedSpan registration = receiver.await(TRAINING_TRACE, "process adapters");
        assertThat(post.parentId()).isEqualTo(CLIENT_SPAN);
        assertThat(order).matches(span -> span.isPartOf(post)).returns("ingest", ReceivedSpan::service);
        assertThat(job).matches(span -> span.isPartOf(order)).returns("trainer-service", ReceivedSpan::service);
        for (String part : List.of("fetch pictures", "train", "store adapter", "send adapters")) {
            assertThat(receiver.await(TRAINING_TRACE, part)).matches(span -> span.isPartOf(job));
        }
        assertThat(receiver.await(TRAINING_TRACE, "encoding")).matches(span -> span.isPartOf(train));
        assertThat(receiver.await(TRAINING_TRACE, "steps"))
                .matches(span -> span.isPartOf(train))
                .extracting(span -> span.attributes().get("wavemesh.steps"))
                .isEqualTo("4");
        assertThat(registration)
                .matches(span -> span.isPartOf(announcement))
                .returns("inference", ReceivedSpan::service)
                .returns(adapter, span -> span.attributes().get("wavemesh.adapter.id"));

        ReceivedSpan generation = receiver.await(DRAWING_TRACE, "POST /v1/images/generations");
        ReceivedSpan drawing = receiver.await(DRAWING_TRACE, "draw");
        assertThat(drawn.status()).isEqualTo(200);
        assertThat(receiver.await(DRAWING_TRACE, "queue")).matches(span -> span.isPartOf(generation));
        assertThat(drawing).matches(span -> span.isPartOf(generation));
        for (String part : List.of("prepare adapters", "encode prompts", "denoise", "decode", "encode png")) {
            assertThat(receiver.await(DRAWING_TRACE, part)).matches(span -> span.isPartOf(drawing));
        }

        ReceivedSpan work = receiver.await(
                "the request of the topic",
                span -> request.requestId().value().equals(span.attributes().get("wavemesh.request.id")));
        assertThat(work)
                .returns("process generation-requests", ReceivedSpan::name)
                .returns("", ReceivedSpan::parentId);
        assertThat(receiver.await(work.traceId(), "send generation-results")).matches(span -> span.isPartOf(work));
        assertThat(receiver.await(work.traceId(), "draw")).matches(span -> span.isPartOf(work));
        assertThat(headers(mesh.topics().generationResults()))
                .allMatch(headers -> headers.getOrDefault("traceparent", "").contains(work.traceId()));

        assertThat(receiver.spans()).noneMatch(ReceivedSpan::failed).allMatch(span -> span.events()
                .isEmpty());
        assertThat(receiver.bodies())
                .noneMatch(body -> body.contains("duck") || body.contains("zjw") || body.contains("zebra"));
    }

    @Test
    void byDefaultNothingIsSentAndNoHeaderIsWritten(@TempDir Path folder) throws Exception {
        start(folder, Map.of("quarkus.otel.exporter.otlp.endpoint", receiver.endpoint()));

        draw(train());
        ask();

        for (Topics.Topic topic : mesh.topics().all()) {
            assertThat(headers(topic)).as(topic.name()).noneMatch(headers -> headers.containsKey("traceparent"));
        }
        assertThat(receiver.bodies()).isEmpty();
        services.values().forEach(service -> assertThat(service.logText().lines())
                .filteredOn(line -> !line.contains("Installed features"))
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("telemetry") || line.contains("traceId")));
    }

    private void start(Path folder, Map<String, String> tracing) {
        mesh = MeshUnderTest.in(folder);
        new TopicProvisioner(mesh.connection()).provision(mesh.topics().all(), Duration.ofSeconds(60));
        for (Service service : Service.values()) {
            Map<String, String> settings = new HashMap<>(tracing);
            if (service == Service.TRAINER) {
                settings.put(
                        "trainer.engine.work-folder", folder.resolve("work").toString());
                settings.put("trainer.engine.threads", "1");
            }
            services.put(service, mesh.launch(service, settings));
        }
        services.values().forEach(ServiceProcess::awaitReady);
    }

    /** The adapter of a subject, once inference knows it. */
    private String train() throws Exception {
        IngestClient client = new IngestClient(services.get(Service.INGEST).address());
        client.trySubmit(Pictures.DUCK, TRAINING, Map.of("traceparent", parent(TRAINING_TRACE)))
                .successful();
        HttpPeer inference = new HttpPeer(services.get(Service.INFERENCE).address());
        Await.until("an adapter is known", () -> !adapters(inference).isEmpty());
        return (String) ((Map<?, ?>) adapters(inference).get(0)).get("id");
    }

    private static List<?> adapters(HttpPeer inference) throws Exception {
        return (List<?>) inference.get("/v1/adapters").successful().json().get("data");
    }

    private HttpPeer.Answer draw(String adapter) throws Exception {
        return new HttpPeer(services.get(Service.INFERENCE).address(), Map.of("traceparent", parent(DRAWING_TRACE)))
                .post(
                        "/v1/images/generations",
                        "{\"prompt\":\"" + PROMPT + "\",\"size\":\"64x64\",\"steps\":2,\"seed\":1,"
                                + "\"adapters\":[{\"id\":\"" + adapter + "\"}]}")
                .successful();
    }

    /** A request by the topic, and returns when its result is told. */
    private GenerationRequest ask() {
        GenerationRequest request = new GenerationRequest(
                1,
                new RequestId("request-1"),
                Optional.empty(),
                PROMPT,
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
                Instant.now());
        try (EventPublisher publisher = new EventPublisher(mesh.connection(), "/test", Duration.ofSeconds(20))) {
            publisher.publish(mesh.topics().generationRequests(), request);
        }
        Await.until("the request is answered", () -> !headers(mesh.topics().generationResults())
                .isEmpty());
        return request;
    }

    private List<Map<String, String>> headers(Topics.Topic topic) {
        return TopicLog.read(mesh.connection(), topic).stream()
                .map(TopicLog.Entry::headers)
                .toList();
    }

    private static String parent(String trace) {
        return "00-" + trace + "-" + CLIENT_SPAN + "-01";
    }
}
