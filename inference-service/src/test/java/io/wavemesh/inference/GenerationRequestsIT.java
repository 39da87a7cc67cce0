package io.wavemesh.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.restassured.path.json.JsonPath;
import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.broker.EmbeddedKafka;
import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.contracts.GenerationResult;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.MessageType;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.DeadLetters;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.testkit.Golden;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests from the topic to the built service with the real engine and a tiny model. */
class GenerationRequestsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static EmbeddedKafka broker;
    private static EventPublisher publisher;

    private final Topics topics = new Topics(UUID.randomUUID() + ".");
    private final Path root = folder.resolve(topics.prefix() + "store");
    private final ObjectStore store = new FileObjectStore(root);

    @BeforeAll
    static void startBroker() {
        broker = new EmbeddedKafka(BrokerSettings.in(folder.resolve("kafka"))).start();
        publisher = new EventPublisher(BrokerConnection.to(broker.bootstrapServers()), "/test", LIMIT);
    }

    @AfterAll
    static void stopBroker() {
        publisher.close();
        broker.close();
    }

    @Test
    void answersRequestsWithThePicturesOfHttp() throws Exception {
        try (PackagedService service = start();
                KafkaConsumer<byte[], byte[]> results = reader(topics.generationResults());
                KafkaConsumer<byte[], byte[]> dead = reader(topics.deadLetters(topics.generationRequests()))) {
            GenerationRequest request = request("twice", 2, 2);
            publisher.publish(topics.generationRequests(), request);
            publisher.publish(topics.generationRequests(), request);
            publisher.publish(topics.generationRequests(), request("too-many-steps", 999, 1));
            poison();

            List<ConsumerRecord<byte[], byte[]>> records = read(results, 3);
            Set<GenerationResult> distinct = Set.copyOf(
                    records.stream().map(GenerationRequestsIT::result).toList());
            assertThat(distinct).hasSize(2);
            GenerationResult drawn = result(distinct, "twice");
            assertThat(drawn.state()).isEqualTo(GenerationResult.State.SUCCEEDED);
            assertThat(png(drawn, 0)).isEqualTo(http(service, 0));
            assertThat(png(drawn, 1)).isEqualTo(http(service, 1));
            GenerationResult refused = result(distinct, "too-many-steps");
            assertThat(refused.fault().orElseThrow().detail()).isEqualTo("steps must be in 1..150, was 999");
            assertThat(records).allMatch(r -> result(r).requestId().value().equals(text(r.key())));
            assertThat(records).allMatch(r -> matchesSchema(r.value()));

            ConsumerRecord<byte[], byte[]> letter = read(dead, 1).get(0);
            assertThat(letter.value()).asString().isEqualTo("{}");
            assertThat(text(letter.headers().lastHeader(DeadLetters.CAUSE).value()))
                    .isNotBlank();
            assertThat(store.list("images/"))
                    .containsExactlyInAnyOrder(
                            ObjectKeys.image(request.requestId(), 0),
                            ObjectKeys.image(request.requestId(), 1),
                            ObjectKeys.generationResult(request.requestId()),
                            ObjectKeys.generationResult(refused.requestId()));
            await(service, "waveft_image_requests_taken_total 3.0");
            await(service, "waveft_image_requests_in_hand 0.0");
            await(service, "waveft_image_requests_total{outcome=\"failed\"} 1.0");
            await(service, "waveft_image_requests_total{outcome=\"refused\"} 1.0");
            await(service, "waveft_image_requests_total{outcome=\"succeeded\"} 2.0");
            assertThat(service.log()).doesNotContain("zebra");
        }
    }

    @Test
    void anotherReplicaAnswersWhatAClosedOneHadInHand() throws Exception {
        GenerationRequest request = request("handed-over", 150, 2);
        try (KafkaConsumer<byte[], byte[]> results = reader(topics.generationResults())) {
            try (PackagedService first = start()) {
                publisher.publish(topics.generationRequests(), request);
                await(first, "waveft_image_queue_wait_seconds_count 1.0");
                first.terminate();
                first.awaitEnd();
                assertThat(store.exists(ObjectKeys.generationResult(request.requestId())))
                        .isFalse();
            }
            try (PackagedService second = start()) {
                GenerationResult result = readUntil(results, request.requestId());
                assertThat(result.state()).isEqualTo(GenerationResult.State.SUCCEEDED);
                assertThat(result.images()).hasSize(2);
                await(second, "waveft_image_requests_total{outcome=\"succeeded\"} 1.0");
            }
        }
    }

    private PackagedService start() throws Exception {
        return PackagedService.start(
                folder,
                List.of(
                        "inference.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "inference.kafka.topic-prefix=" + topics.prefix(),
                        "inference.requests.parallel=2",
                        "inference.store.root=" + root,
                        "inference.model.path=" + Golden.tinyModel(),
                        "inference.model.threads=1"));
    }

    private static GenerationRequest request(String id, int steps, int count) {
        return new GenerationRequest(
                1,
                new RequestId(id),
                Optional.empty(),
                "a zebra",
                Optional.empty(),
                List.of(),
                Optional.of(11L),
                Optional.of(steps),
                Optional.of(3.0),
                Optional.of("euler"),
                Optional.of("leading"),
                Optional.of(64),
                Optional.of(48),
                count,
                Instant.now());
    }

    private static byte[] http(PackagedService service, int index) throws Exception {
        String body = service.generate("{\"prompt\":\"a zebra\",\"seed\":11,\"n\":2,\"size\":\"64x48\",\"steps\":2,"
                        + "\"guidance_scale\":3,\"scheduler\":\"euler\",\"timestep_spacing\":\"leading\"}")
                .body();
        return Base64.getDecoder().decode(JsonPath.from(body).getString("data[" + index + "].b64_json"));
    }

    private byte[] png(GenerationResult result, int index) {
        return store.get(result.images().get(index).object(), 1 << 20);
    }

    private void poison() throws Exception {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topics.generationRequests().name(), "{}".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private static KafkaConsumer<byte[], byte[]> reader(Topics.Topic topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        UUID.randomUUID().toString(),
                        "metadata.max.age.ms",
                        1000,
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic.name()));
        return consumer;
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(KafkaConsumer<byte[], byte[]> consumer, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (records.size() < count) {
            assertThat(System.nanoTime()).as("records in time").isLessThan(deadline);
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records;
    }

    private static GenerationResult readUntil(KafkaConsumer<byte[], byte[]> consumer, RequestId request) {
        while (true) {
            GenerationResult result = result(read(consumer, 1).get(0));
            if (result.requestId().equals(request)) {
                return result;
            }
        }
    }

    private static GenerationResult result(ConsumerRecord<byte[], byte[]> record) {
        return MessageJson.decode(record.value(), GenerationResult.class);
    }

    private static GenerationResult result(Set<GenerationResult> results, String id) {
        return results.stream()
                .filter(r -> r.requestId().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static boolean matchesSchema(byte[] json) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(MessageType.class.getResourceAsStream(MessageType.GENERATION_RESULT.schemaResource()))
                .validate(text(json), InputFormat.JSON)
                .isEmpty();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void await(PackagedService service, String sample) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!service.get("/q/metrics").body().replace(",}", "}").contains(sample)) {
            assertThat(System.nanoTime()).as(sample).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
