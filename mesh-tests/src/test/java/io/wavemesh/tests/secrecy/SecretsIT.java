package io.wavemesh.tests.secrecy;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.HttpPeer;
import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Pictures;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import io.wavemesh.tests.harness.TopicLog;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A subject's whole way, with everything that is private marked, and requests and messages that fail; then the logs of all
 * services (own classes at DEBUG), their metrics and the headers and keys of every record are searched for the marks.
 */
class SecretsIT {
    private static final String BOUNDARY = "xboundaryx";
    private static final Map<String, String> SETTINGS = Map.of("quarkus.log.category.\"io.wavemesh\".level", "DEBUG");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Markers markers = new Markers();
    private final String prompt = markers.mark("prompt");
    private final String token = markers.mark("access token");
    private final Map<String, String> headers = Map.of(
            "Authorization",
            "Bearer " + token,
            "X-API-Key",
            markers.mark("API key"),
            "Idempotency-Key",
            markers.mark("idempotency key"),
            "Cookie",
            "session=" + markers.mark("cookie"));

    @TempDir
    private Path folder;

    @Test
    void logsMetricsAndHeadersTellNothingPrivate() throws Exception {
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            List<ServiceProcess> services = new ArrayList<>();
            for (Service service : Service.values()) {
                services.add(mesh.launch(service, SETTINGS));
            }
            services.forEach(ServiceProcess::awaitReady);
            HttpPeer ingest = new HttpPeer(services.get(0).address(), headers);
            HttpPeer inference = new HttpPeer(services.get(2).address(), headers);

            String adapter = train(ingest);
            draw(inference, adapter);
            askByMessage(mesh);
            failInEveryWay(mesh, ingest, inference);

            assertThat(told(mesh, services)).isEmpty();
            assertThat(markers.told("a test", "x" + prompt))
                    .as("the search finds")
                    .hasSize(1);
        }
    }

    private String train(HttpPeer ingest) throws Exception {
        HttpPeer.Answer answer = ingest.post(
                        "/v1/subjects",
                        "multipart/form-data; boundary=" + BOUNDARY,
                        BodyPublishers.ofByteArray(form(markers.mark("name"), "duck")))
                .successful();
        String subject = "/v1/subjects/" + answer.json().get("subjectId");
        Await.within(Duration.ofMinutes(3), "it has learned", () -> {
            Object state = ingest.get(subject).successful().json().get("state");
            assertThat(state).isNotEqualTo("FAILED");
            return "SUCCEEDED".equals(state);
        });
        return (String) ingest.get(subject).successful().json().get("adapterId");
    }

    private byte[] form(String name, String noun) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String caption = markers.mark("caption");
        field(body, "class_noun", noun.getBytes(StandardCharsets.UTF_8));
        field(body, "instance_token", markers.mark("instance token").getBytes(StandardCharsets.UTF_8));
        field(body, "name", name.getBytes(StandardCharsets.UTF_8));
        String training = "{\"steps\": 2, \"batch\": 1, \"nFrequency\": 8, \"captions\": [\"" + caption + "\"]}";
        field(body, "training", training.getBytes(StandardCharsets.UTF_8));
        byte[] jpeg = Files.readAllBytes(Pictures.DUCK.files().get(0));
        field(body, "images\"; filename=\"" + markers.mark("file name") + ".jpg", commented(jpeg));
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    /** The JPEG with the picture's mark as a comment. */
    private byte[] commented(byte[] jpeg) {
        byte[] comment = markers.mark("picture").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(jpeg.length + comment.length + 4)
                .put(jpeg, 0, 2)
                .putShort((short) 0xFFFE)
                .putShort((short) (comment.length + 2))
                .put(comment)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    private static void field(ByteArrayOutputStream body, String name, byte[] content) {
        body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private void draw(HttpPeer inference, String adapter) throws Exception {
        String body = "{\"prompt\":\"" + prompt + "\",\"negative_prompt\":\"" + markers.mark("negative prompt")
                + "\",\"steps\":1,\"seed\":1,\"user\":\"" + markers.mark("user") + "\",\"adapters\":[{\"id\":\""
                + adapter
                + "\"}]}";
        Await.within(
                LIMIT,
                "the adapter is known",
                () -> inference.get("/v1/adapters/" + adapter).status() == 200);
        inference.post("/v1/images/generations", body).successful();
        inference.post("/v1/images/jobs", body).successful();
    }

    private void askByMessage(MeshUnderTest mesh) {
        GenerationRequest request = new GenerationRequest(
                1,
                new RequestId("request-1"),
                Optional.empty(),
                prompt,
                Optional.of(prompt),
                List.of(),
                Optional.of(1L),
                Optional.of(1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                Instant.now());
        try (EventPublisher publisher = new EventPublisher(mesh.connection(), "/test", LIMIT)) {
            publisher.publish(mesh.topics().generationRequests(), request);
        }
        Await.within(
                LIMIT,
                "the message is answered",
                () -> TopicLog.read(mesh.connection(), mesh.topics().generationResults())
                                .size()
                        == 1);
    }

    private void failInEveryWay(MeshUnderTest mesh, HttpPeer ingest, HttpPeer inference) throws Exception {
        for (String body : List.of(
                "{\"prompt\": " + prompt,
                "{\"prompt\":{\"" + prompt + "\":1}}",
                "{\"prompt\":\"" + prompt + "\",\"steps\":\"" + prompt + "\"}",
                "{\"prompt\":\"" + prompt + "\",\"steps\":99999}",
                "{\"prompt\":\"" + prompt + "\",\"adapters\":[{\"id\":\"nobody\"}]}")) {
            assertThat(inference.post("/v1/images/generations", body).status()).isBetween(400, 499);
        }
        String form = "multipart/form-data; boundary=" + BOUNDARY;
        byte[] bad = form("\u0001" + prompt, prompt.repeat(20));
        assertThat(ingest.post("/v1/subjects", form, BodyPublishers.ofByteArray(bad))
                        .status())
                .isEqualTo(422);
        assertThat(ingest.post("/v1/subjects", form, BodyPublishers.ofString(prompt))
                        .status())
                .isBetween(400, 422);
        List<Topics.Topic> shared = mesh.topics().shared();
        Map<String, Object> properties =
                Map.of("bootstrap.servers", mesh.connection().bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Topics.Topic topic : shared) {
                for (String value : List.of(prompt, "{\"prompt\":\"" + prompt + "\"}", "{\"" + prompt + "\":[")) {
                    producer.send(new ProducerRecord<>(topic.name(), value.getBytes(StandardCharsets.UTF_8)))
                            .get();
                }
            }
        }
        for (Topics.Topic topic : shared) {
            Topics.Topic letters = mesh.topics().deadLetters(topic);
            Await.within(
                    LIMIT,
                    "dead letters of " + topic.name(),
                    () -> TopicLog.read(mesh.connection(), letters).size() == 3);
        }
    }

    private List<String> told(MeshUnderTest mesh, List<ServiceProcess> services) throws Exception {
        List<String> told = new ArrayList<>();
        for (ServiceProcess service : services) {
            assertThat(service.logText()).hasSizeGreaterThan(500);
            told.addAll(markers.told("the log of " + service.name(), service.logText()));
            HttpPeer peer = new HttpPeer(service.address());
            for (String page : List.of("/q/metrics", "/q/health", "/openapi")) {
                told.addAll(markers.told(
                        page + " of " + service.name(), peer.get(page).text()));
            }
        }
        for (Topics.Topic topic : mesh.topics().all()) {
            for (TopicLog.Entry record : TopicLog.read(mesh.connection(), topic)) {
                told.addAll(markers.told("a header or key of " + topic.name(), record.key() + record.headers()));
            }
        }
        return told;
    }
}
