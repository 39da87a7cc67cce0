package io.wavemesh.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wavemesh.device.DeviceReading;
import io.wavemesh.device.DeviceWatch;
import io.wavemesh.health.DeviceChecks;
import io.wavemesh.inference.domain.Announcements;
import io.wavemesh.inference.domain.ScriptedGenerator;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Images, jobs, adapters, meters and health. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class ServiceIT extends ServiceCase {
    @Inject
    DeviceChecks device;

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
    void servesTheApiThatIsUnderVersionControl() throws IOException {
        String served = given().get("/openapi").asString();

        assertThat(served)
                .as("openapi.yaml is out of date: copy target/openapi.yaml over it")
                .isEqualTo(checkedIn(served));
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
        assertThat(counted("waveft_image_run_duration_seconds_count")).isGreaterThanOrEqualTo(2);
        assertThat(counted("waveft_image_run_duration_seconds_sum")).isPositive();
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
                .body("checks.name", containsInAnyOrder("broker", "store", "model", "adapters", "requests"));
    }

    @Test
    void theStateOfAGpuDecidesOnReadinessAndLiveness() {
        AtomicReference<DeviceReading> now = new AtomicReference<>(reading());
        device.register(new DeviceWatch(now::get));
        try {
            given().get("/q/health/ready").then().statusCode(200).body("checks.name", hasItem("device"));
            given().get("/q/health/live").then().statusCode(200);

            now.set(reading(79));
            given().get("/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body("checks.find { it.name == 'device' }.data.reason", equalTo("the driver reported Xid 79"));
            given().get("/q/health/live").then().statusCode(200);

            now.set(reading(94));
            given().get("/q/health/live")
                    .then()
                    .statusCode(503)
                    .body("checks.find { it.name == 'device' }.data.reason", equalTo("the driver reported Xid 94"));
        } finally {
            device.remove();
        }
        given().get("/q/health/ready").then().body("checks.name", not(hasItem("device")));
    }

    @Test
    void nothingIsSaidOfAGpuOnTheCpu() {
        given().get("/q/health/ready").then().body("checks.name", not(hasItem("device")));
        given().get("/q/health/live").then().body("checks.name", not(hasItem("device")));
        given().get("/q/metrics").then().body(not(containsString("waveft_device")));
    }

    private static DeviceReading reading(long... xids) {
        TreeMap<Long, Long> counts = new TreeMap<>();
        for (long xid : xids) {
            counts.put(xid, 1L);
        }
        return new DeviceReading(
                "NVIDIA Test",
                "GPU-1",
                "580.1",
                OptionalLong.of(80),
                OptionalLong.of(30),
                OptionalInt.of(5),
                OptionalLong.empty(),
                counts,
                Optional.empty());
    }

    private static String checkedIn(String served) throws IOException {
        Files.writeString(Path.of("target/openapi.yaml"), served);
        return Files.readString(Path.of("openapi.yaml"));
    }
}
