package io.wavemesh.ingest.resource;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.ingest.TestImages;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service begins without brokers, says so, and loses nothing. */
@QuarkusTest
@TestProfile(BrokersAwayIT.Away.class)
class BrokersAwayIT {
    /** Brokers at a port where nobody listens. */
    public static final class Away implements QuarkusTestProfile {
        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "ingest.kafka.bootstrap-servers", "127.0.0.1:1",
                    "ingest.kafka.request-timeout", "1s",
                    "ingest.health.timeout", "500ms",
                    "ingest.store.root", "target/brokers-away-" + System.nanoTime());
        }
    }

    @Inject
    ObjectStore objects;

    @Test
    void tellsTheClientToComeBackAndKeepsNothingThatNobodyOwns() {
        given().multiPart("images", "a.png", TestImages.png(1))
                .multiPart("class_noun", "dog")
                .post("/v1/subjects")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "5")
                .body("type", equalTo("urn:wavemesh:problem:service-unavailable"))
                .body("detail", not(containsString("127.0.0.1")));

        assertThat(objects.list("subjects/")).isEmpty();
    }

    @Test
    void keepsThePicturesForARepeatUnderTheSameKey() {
        given().header("Idempotency-Key", "k")
                .multiPart("images", "a.png", TestImages.png(1))
                .multiPart("class_noun", "dog")
                .post("/v1/subjects")
                .then()
                .statusCode(503);

        assertThat(objects.list("subjects/")).anyMatch(key -> key.endsWith(".png"));
        objects.deletePrefix("subjects/");
    }

    @Test
    void livesButIsNotReady() {
        get("/q/health/live").then().statusCode(200);
        get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'broker' }.status", equalTo("DOWN"))
                .body("checks.find { it.name == 'store' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'statuses' }.status", equalTo("DOWN"));
    }
}
