package io.wavemesh.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.inference.domain.Announcements;
import io.wavemesh.testkit.fuzz.ByteDamage;
import io.wavemesh.testkit.fuzz.FuzzReport;
import io.wavemesh.testkit.fuzz.FuzzRun;
import io.wavemesh.testkit.fuzz.HostileTexts;
import io.wavemesh.testkit.fuzz.Inside;
import io.wavemesh.testkit.fuzz.JsonDamage;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged bodies, names that want to be paths, announcements of what belongs to another adapter. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class HostileInputIT extends ServiceCase {
    private static final Set<Integer> ANSWERS = Set.of(200, 400, 404, 409, 413, 422, 429);
    private static final String BODY = "{\"prompt\":\"a zjw dog\",\"negative_prompt\":\"blur\",\"n\":1,\"seed\":7,"
            + "\"size\":\"64x64\",\"steps\":2,\"guidance_scale\":5.0,\"scheduler\":\"euler\","
            + "\"timestep_spacing\":\"leading\",\"response_format\":\"b64_json\",\"output_format\":\"png\","
            + "\"adapters\":[{\"id\":\"nobody\",\"weight\":1.0}]}";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Integer, Integer> answers = new TreeMap<>();

    @Test
    void damagedBodiesAreAnsweredByProblems() {
        FuzzReport report = FuzzRun.of("generation-bodies", 31)
                .within(Duration.ofSeconds(20))
                .run(600, HostileInputIT::damaged, body -> {
                    HttpRequest request = HttpRequest.newBuilder(URI.create(url + GENERATIONS.substring(1)))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build();
                    check(http.send(request, HttpResponse.BodyHandlers.ofString()));
                });

        assertThat(report.read()).isEqualTo(600);
        assertThat(answers).containsKeys(400, 404, 413, 422);
    }

    private static byte[] damaged(SplittableRandom random) {
        byte[] text = JsonDamage.of(BODY, random).getBytes(StandardCharsets.UTF_8);
        return random.nextInt(6) == 0 ? ByteDamage.of(text, random) : text;
    }

    private void check(HttpResponse<String> answer) {
        int status = answer.statusCode();
        answers.merge(status, 1, Integer::sum);
        assertThat(ANSWERS).as(answer.body()).contains(status);
        if (status >= 400) {
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body()).contains("\"status\":" + status);
            // What the client wrote itself may come back in these.
            assertThat(Inside.sign(answer.body().replaceAll("\"(field|detail)\":\"(?:[^\"\\\\]|\\\\.)*\"", "")))
                    .as(answer.body())
                    .isEmpty();
        }
    }

    @Test
    void namesThatAreNoIdsNameNothing() {
        for (String name : Stream.concat(HostileTexts.PATHS.stream(), HostileTexts.LINES.stream())
                .filter(name -> !name.equals(".") && !name.equals(".."))
                .toList()) {
            String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            for (String path : List.of(
                    "/v1/adapters/" + encoded,
                    "/v1/adapters/" + encoded + "/files/adapter_config.json",
                    "/v1/adapters/known/files/" + encoded,
                    "/v1/images/" + encoded,
                    "/v1/images/jobs/" + encoded,
                    "/" + encoded)) {
                Response answer = given().urlEncodingEnabled(false).get(path);

                assertThat(answer.statusCode()).as(path).isBetween(400, 431);
                assertThat(Inside.sign(answer.asString())).as(path).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {";;;", "application/json;charset=no-such", "application/json;=", "a/b/c", "image/png"})
    void aContentTypeThatIsNoneIsNoFaultOfTheService(String type) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + GENERATIONS.substring(1)))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":1}"))
                .build();

        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isIn(200, 400, 415, 422);
        assertThat(Inside.sign(answer.body())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json;q=9;;,/", ";;;", "*/*;q=x", "a"})
    void anAcceptThatIsNoneIsNoFaultOfTheService(String accept) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "v1/adapters"))
                .header("Accept", accept)
                .build();

        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isIn(200, 400, 406);
        if (answer.statusCode() != 200) { // adapters are listed with links to this host
            assertThat(Inside.sign(answer.body())).isEmpty();
        }
    }

    /** Adapters are a state that every replica reads from its start, so there is no queue that could have dead letters. */
    @Test
    void announcementsOfForeignFilesArePassedOver() {
        AdapterAnnouncement mine = Announcements.of("hostile-mine");
        String json = new String(MessageJson.encode(mine), StandardCharsets.UTF_8);
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String file : List.of("adapter_model.safetensors", "adapter_config.json", "provenance.json")) {
                String foreign = json.replace("adapters/hostile-mine/" + file, "adapters/hostile-theirs/" + file);
                assertThat(foreign).isNotEqualTo(json);
                producer.send(record("hostile-mine", foreign));
            }
            producer.send(record("hostile-theirs", json));
            producer.send(record("../../etc", json));
            for (int i = 0; i < 200; i++) {
                producer.send(record("hostile-mine", JsonDamage.of("[" + json + "]", new SplittableRandom(i))));
            }
        }
        announce(Announcements.of("hostile-after"));

        assertThat(registry.find(new AdapterId("hostile-mine"))).isEmpty();
        assertThat(registry.find(new AdapterId("hostile-theirs"))).isEmpty();
        assertThat(registry.find(new AdapterId("hostile-after"))).isPresent();
        publisher.withdraw(topics.adapters(), "hostile-after");
        await(() -> registry.find(new AdapterId("hostile-after")).isEmpty());
    }

    private ProducerRecord<byte[], byte[]> record(String key, String value) {
        return new ProducerRecord<>(
                topics.adapters().name(), key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }
}
