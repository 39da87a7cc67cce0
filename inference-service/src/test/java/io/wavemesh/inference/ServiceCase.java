package io.wavemesh.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.wavemesh.broker.EmbeddedKafka;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.inference.domain.AdapterRegistry;
import io.wavemesh.inference.domain.Announcements;
import io.wavemesh.inference.domain.GenerationGate;
import io.wavemesh.inference.domain.GenerationQueue;
import io.wavemesh.inference.domain.ScriptedGenerator;
import io.wavemesh.messaging.EventPublisher;
import jakarta.inject.Inject;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The service in this JVM, with a real broker and store and a generator that does what the test says. */
abstract class ServiceCase {
    static final String GENERATIONS = "/v1/images/generations";
    static final String JOBS = "/v1/images/jobs";
    static final ScriptedGenerator GENERATOR = ScriptedOpener.GENERATOR;

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

    final CountDownLatch release = new CountDownLatch(1);
    final CountDownLatch blocked = new CountDownLatch(1);

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

    void block() {
        GENERATOR.atStep(step -> {
            blocked.countDown();
            awaitRelease();
        });
    }

    void awaitRelease() {
        try {
            assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static ValidatableResponse generate(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post(GENERATIONS)
                .then();
    }

    static ValidatableResponse start(String body) {
        return given().contentType(ContentType.JSON).body(body).post(JOBS).then();
    }

    static ValidatableResponse problem(ValidatableResponse answer, String type, int status) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:wavemesh:problem:" + type))
                .body("status", equalTo(status));
    }

    static String scrape() {
        String text = given().get("/q/metrics").then().statusCode(200).extract().asString();
        return text.replace(",}", "}");
    }

    static double counted(String sample) {
        String scrape = scrape();
        assertThat(scrape).contains("\n" + sample + " ");
        return scrape.lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .sum();
    }

    void announce(AdapterAnnouncement adapter) {
        publisher.publish(topics.adapters(), adapter);
        await(() -> registry.find(adapter.adapterId()).isPresent());
    }

    AdapterAnnouncement stored(String id, String weights) {
        String folder = "adapters/" + new AdapterId(id) + "/";
        return Announcements.of(
                id,
                "subject-1",
                Announcements.MODEL_HASH,
                objects.put(folder + "adapter_config.json", "{}".getBytes(StandardCharsets.UTF_8)),
                objects.put(folder + "adapter_model.safetensors", weights.getBytes(StandardCharsets.UTF_8)));
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 30 seconds");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
