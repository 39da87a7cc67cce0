package io.wavemesh.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.wavemesh.broker.EmbeddedKafka;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.StoreUnavailableException;
import io.wavemesh.inference.domain.AdapterRegistry;
import io.wavemesh.inference.domain.Announcements;
import io.wavemesh.inference.domain.GenerationGate;
import io.wavemesh.inference.domain.GenerationQueue;
import io.wavemesh.inference.domain.MemoryExhaustedException;
import io.wavemesh.inference.domain.ScriptedGenerator;
import io.wavemesh.messaging.EventPublisher;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service over HTTP, with a real broker and store and a generator that does what the test says. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class CatalogueIT {
    private static final String GENERATIONS = "/v1/images/generations";
    private static final String JOBS = "/v1/images/jobs";
    private static final ScriptedGenerator GENERATOR = ScriptedOpener.GENERATOR;

    @Inject
    GenerationGate gate;

    @Inject
    GenerationQueue queue;

    @Inject
    AdapterRegistry registry;

    @Inject
    ObjectStore objects;

    @Inject
    EventPublisher publisher;

    @Inject
    Topics topics;

    @TestHTTPResource
    URL url;

    EmbeddedKafka broker;

    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch blocked = new CountDownLatch(1);

    @BeforeEach
    void awaitReadiness() {
        await(() -> gate.planner().isPresent());
    }

    @AfterEach
    void letGo() {
        GENERATOR.before(run -> {}).atStep(step -> {});
        release.countDown();
        await(() -> queue.depth() == 0);
    }

    @Test
    void answersAsOpenAiDoes() {
        String image = generate("{\"prompt\":\"a dog\",\"seed\":7,\"n\":2,\"user\":\"me\",\"quality\":\"hd\"}")
                .statusCode(200)
                .body("data", hasSize(2))
                .body("data[1].seed", equalTo(8))
                .body("data[0].url", nullValue())
                .body("generation.model", equalTo("nano"))
                .body("generation.scheduler", equalTo("euler"))
                .body("generation.steps", equalTo(4))
                .body("generation.size", equalTo("64x64"))
                .body("generation.seed", equalTo(7))
                .body("generation.timings.run_seconds", greaterThanOrEqualTo(0f))
                .extract()
                .path("data[0].b64_json");

        assertThat(Base64.getDecoder().decode(image))
                .isEqualTo(ScriptedGenerator.picture(7).bytes());
    }

    @Test
    void answersUrlsOnRequest() {
        String image = generate("{\"prompt\":\"a dog\",\"seed\":9,\"response_format\":\"url\"}")
                .statusCode(200)
                .extract()
                .path("data[0].url");

        byte[] png = given().get(image)
                .then()
                .statusCode(200)
                .contentType("image/png")
                .header("Cache-Control", containsString("immutable"))
                .extract()
                .asByteArray();
        assertThat(png).isEqualTo(ScriptedGenerator.picture(9).bytes());
    }

    @Test
    void namesEveryFieldAtFault() {
        problem(generate("{\"steps\":0,\"n\":99,\"size\":\"7x7\"}"), "request-invalid", 422)
                .body("violations.field", equalTo(List.of("prompt", "n", "steps", "size")));
        problem(generate("{\"prompt\":\"a dog\",\"n\":\"two\"}"), "request-invalid", 422)
                .body("violations.field", hasItem("n"));
        problem(generate("{\"prompt\":\"a dog\",\"adapters\":[{\"id\":\"a\",\"weight\":[]}]}"), "request-invalid", 422)
                .body("violations.field", hasItem("adapters[0].weight"));
        problem(generate("{\"prompt\":\"a dog\",\"response_format\":\"gif\"}"), "request-invalid", 422);
        problem(generate("{\"prompt\":\"a dog\",\"output_format\":\"gif\"}"), "request-invalid", 422);
        problem(given().get("/v1/adapters?limit=0").then(), "request-invalid", 422);
    }

    @Test
    void refusesWhatIsNotJson() {
        problem(generate("{\"prompt\":"), "malformed-body", 400);
        problem(generate(""), "malformed-body", 400);
        problem(generate("null"), "malformed-body", 400);
        problem(generate("{\"prompt\":\"a\",\"prompt\":\"b\"}"), "malformed-body", 400);
    }

    @Test
    void answersProblemsOfHttpItselfInTheSameForm() {
        given().contentType(ContentType.TEXT)
                .body("a dog")
                .post(GENERATIONS)
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("type", equalTo("about:blank"));
        given().get("/v1/nothing").then().statusCode(404);
        given().delete(GENERATIONS).then().statusCode(405);
    }

    @Test
    void knowsWhatIsNotThere() {
        problem(generate("{\"prompt\":\"a\",\"model\":\"dall-e-9\"}"), "model-not-found", 404);
        problem(generate("{\"prompt\":\"a\",\"adapters\":[{\"id\":\"nobody\"}]}"), "adapter-not-found", 404);
        problem(given().get("/v1/adapters/nobody").then(), "adapter-not-found", 404);
        problem(given().delete("/v1/adapters/nobody").then(), "adapter-not-found", 404);
        problem(given().get(JOBS + "/nothing").then(), "job-not-found", 404);
        problem(given().post(JOBS + "/nothing/cancel").then(), "job-not-found", 404);
        problem(given().get("/v1/images/" + "0".repeat(64)).then(), "image-not-found", 404);
        announce(Announcements.of("fileless"));
        problem(given().get("/v1/adapters/fileless/files/other.bin").then(), "file-not-found", 404);
    }

    @Test
    void refusesAnAdapterOfAnotherBaseModel() {
        announce(Announcements.of("foreign", "s", "b".repeat(64), "w"));

        problem(generate("{\"prompt\":\"a\",\"adapters\":[{\"id\":\"foreign\"}]}"), "base-model-mismatch", 409)
                .body("instance", equalTo("foreign"));
        given().get("/v1/adapters/foreign").then().body("usable", equalTo(false));
    }

    @Test
    void refusesAnAdapterWhoseFilesAreNotThere() {
        announce(Announcements.of("hollow"));

        problem(generate("{\"prompt\":\"a\",\"adapters\":[{\"id\":\"hollow\"}]}"), "adapter-invalid", 409);
        problem(
                given().get("/v1/adapters/hollow/files/adapter_model.safetensors")
                        .then(),
                "adapter-invalid",
                409);
    }

    @Test
    void sendsClientsAwayWhenTheQueueIsFull() {
        block();
        for (int i = 0; i < 3; i++) {
            int before = i;
            start("{\"prompt\":\"a\",\"n\":2,\"seed\":" + i + "}").statusCode(202);
            await(() -> queue.depth() >= before);
            if (i == 0) {
                await(() -> queue.depth() == 0);
            }
        }

        problem(generate("{\"prompt\":\"a\"}"), "queue-full", 429).header("Retry-After", matchesPattern("[1-9][0-9]*"));
        release.countDown();
    }

    @Test
    void tellsWhatTheEngineLacks() {
        GENERATOR.before(run -> {
            throw new MemoryExhaustedException("too large", null);
        });
        problem(generate("{\"prompt\":\"a\"}"), "gpu-memory-exhausted", 503);

        GENERATOR.before(run -> {
            throw new StoreUnavailableException("away", null);
        });
        problem(generate("{\"prompt\":\"a\"}"), "store-unavailable", 503);
    }

    @Test
    void revealsNothingOfAnInternalFault() {
        GENERATOR.before(run -> {
            throw new IllegalStateException("secret");
        });

        String body = problem(generate("{\"prompt\":\"a\"}"), "internal-error", 500)
                .extract()
                .asString();

        assertThat(body).doesNotContain("secret");
    }

    @Test
    void endsImagesThatTakeTooLong() {
        List<Integer> steps = new CopyOnWriteArrayList<>();
        GENERATOR.atStep(step -> {
            steps.add(step);
            if (step == 2) {
                awaitRelease();
            }
        });

        problem(generate("{\"prompt\":\"a\"}"), "generation-timeout", 504);
        release.countDown();

        generate("{\"prompt\":\"b\"}").statusCode(200);
        assertThat(steps).startsWith(0, 1, 2, 0);
    }

    @Test
    void worksInTheBackground() {
        String location = start("{\"prompt\":\"a\",\"seed\":21}")
                .statusCode(202)
                .extract()
                .header("Location");

        await(() -> given().get(location).path("state").equals("succeeded"));

        String image = given().get(location)
                .then()
                .body("step", equalTo(4))
                .body("steps", equalTo(4))
                .extract()
                .path("result.data[0].url");
        assertThat(given().get(image).asByteArray())
                .isEqualTo(ScriptedGenerator.picture(21).bytes());
        given().queryParam("response_format", "b64_json")
                .get(location)
                .then()
                .body(
                        "result.data[0].b64_json",
                        equalTo(Base64.getEncoder()
                                .encodeToString(ScriptedGenerator.picture(21).bytes())));
    }

    @Test
    void cancelsInTheBackground() {
        block();
        String location = start("{\"prompt\":\"a\"}").statusCode(202).extract().header("Location");
        await(() -> given().get(location).path("state").equals("running"));

        given().post(location + "/cancel").then().statusCode(200).body("state", equalTo("canceled"));

        given().get(location).then().body("result", nullValue());
        release.countDown();
    }

    @Test
    void cancelsTheWorkOfAClientThatWentAway() throws IOException {
        block();
        double before = counted("waveft_images_total{outcome=\"canceled\"}");
        try (Socket client = new Socket(url.getHost(), url.getPort());
                OutputStream out = client.getOutputStream()) {
            String body = "{\"prompt\":\"a\"}";
            out.write(("POST " + GENERATIONS
                            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await(() -> blocked.getCount() == 0);
        }

        await(() -> counted("waveft_images_total{outcome=\"canceled\"}") == before + 1);
        release.countDown();
    }

    @Test
    void listsAdaptersPageByPage() {
        announce(Announcements.of("list-1", "listed", Announcements.MODEL_HASH, "w"));
        announce(Announcements.of("list-2", "listed", Announcements.MODEL_HASH, "w"));

        String next = given().get("/v1/adapters?subject=listed&limit=1")
                .then()
                .statusCode(200)
                .body("data.id", equalTo(List.of("list-1")))
                .body("data[0].usable", equalTo(true))
                .body("data[0].method", equalTo("waveft"))
                .body("data[0].instance_token", equalTo("zjw"))
                .extract()
                .path("next");

        given().get("/v1/adapters?subject=listed&limit=1&after=" + next)
                .then()
                .body("data.id", equalTo(List.of("list-2")))
                .body("next", nullValue());
    }

    @Test
    void givesOutAndRemovesAnAdapter() {
        announce(stored("leaving", "the weights"));
        given().get("/v1/adapters/leaving/files/adapter_model.safetensors")
                .then()
                .statusCode(200)
                .body(equalTo("the weights"));

        given().delete("/v1/adapters/leaving").then().statusCode(204);

        problem(given().get("/v1/adapters/leaving").then(), "adapter-not-found", 404);
        assertThat(objects.list("adapters/leaving/")).isEmpty();
    }

    @Test
    void keepsAnAdapterWhileTheBrokerIsAway() {
        announce(stored("staying", "w"));
        broker.close();
        try {
            problem(given().delete("/v1/adapters/staying").then(), "broker-unavailable", 503);
            given().get("/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body("checks.find { it.name == 'broker' }.status", equalTo("DOWN"));
        } finally {
            broker.start();
        }

        await(() -> given().delete("/v1/adapters/staying").statusCode() == 204);
        await(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void servesTheApiThatIsUnderVersionControl() throws IOException {
        String served = given().get("/openapi").asString();

        assertThat(served)
                .as("openapi.yaml is out of date: copy target/openapi.yaml over it")
                .isEqualTo(checkedIn(served));
    }

    private static String checkedIn(String served) throws IOException {
        Files.writeString(Path.of("target/openapi.yaml"), served);
        return Files.readString(Path.of("openapi.yaml"));
    }

    @Test
    void showsItsMeters() {
        announce(stored("metered", "w"));
        generate("{\"prompt\":\"a\",\"n\":2,\"adapters\":[{\"id\":\"metered\"}]}")
                .statusCode(200);
        generate("{\"prompt\":\"a\",\"n\":2,\"adapters\":[{\"id\":\"metered\"}]}")
                .statusCode(200);

        assertThat(counted("waveft_images_total{outcome=\"succeeded\"}")).isGreaterThanOrEqualTo(4);
        assertThat(counted("waveft_image_steps_total")).isGreaterThanOrEqualTo(16);
        assertThat(counted("waveft_adapter_merge_duration_seconds_count{cache=\"miss\"}"))
                .isGreaterThanOrEqualTo(1);
        assertThat(counted("waveft_adapter_merge_duration_seconds_count{cache=\"hit\"}"))
                .isGreaterThanOrEqualTo(1);
        assertThat(counted("waveft_adapter_cache_used_bytes")).isGreaterThanOrEqualTo(10);
        assertThat(counted("waveft_image_queue_depth")).isZero();
        assertThat(scrape())
                .contains(
                        "waveft_adapter_known ",
                        "waveft_adapter_cache_lookups_total{cache=\"hit\"}",
                        "waveft_image_duration_seconds_count{outcome=\"failed\"}",
                        "waveft_image_queue_wait_seconds_count");
    }

    @Test
    void isLiveAndReady() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.name", containsInAnyOrder("broker", "store", "model", "adapters"));
    }

    private void block() {
        GENERATOR.atStep(step -> {
            blocked.countDown();
            awaitRelease();
        });
    }

    private void awaitRelease() {
        try {
            assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ValidatableResponse generate(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post(GENERATIONS)
                .then();
    }

    private static ValidatableResponse start(String body) {
        return given().contentType(ContentType.JSON).body(body).post(JOBS).then();
    }

    private static ValidatableResponse problem(ValidatableResponse answer, String type, int status) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:wavemesh:problem:" + type))
                .body("status", equalTo(status));
    }

    private static String scrape() {
        String text = given().get("/q/metrics").then().statusCode(200).extract().asString();
        return text.replace(",}", "}");
    }

    private static double counted(String sample) {
        String scrape = scrape();
        assertThat(scrape).contains("\n" + sample + " ");
        return scrape.lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .sum();
    }

    private void announce(AdapterAnnouncement adapter) {
        publisher.publish(topics.adapters(), adapter);
        await(() -> registry.find(adapter.adapterId()).isPresent());
    }

    private AdapterAnnouncement stored(String id, String weights) {
        String folder = "adapters/" + new AdapterId(id) + "/";
        return Announcements.of(
                id,
                "subject-1",
                Announcements.MODEL_HASH,
                objects.put(folder + "adapter_config.json", "{}".getBytes(StandardCharsets.UTF_8)),
                objects.put(folder + "adapter_model.safetensors", weights.getBytes(StandardCharsets.UTF_8)));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 30 seconds");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
