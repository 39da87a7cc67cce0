package io.wavemesh.ingest.resource;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.wavemesh.ingest.TestMesh.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.wavemesh.broker.SecuredKafka;
import io.wavemesh.ingest.TestImages;
import io.wavemesh.messaging.AccessRule;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The whole service by TLS and SCRAM on a broker with the standard authorizer: the listed rights are enough; without any
 * one of them it answers 503 or is not ready, its log says what is missing, and it goes on when it is there.
 */
@QuarkusTest
@TestProfile(KafkaAccessIT.Secured.class)
@QuarkusTestResource(value = SecuredMeshResource.class, restrictToAnnotatedClass = true)
class KafkaAccessIT {
    /** Starts the service anew. */
    public static final class Secured implements QuarkusTestProfile {}

    SecuredKafka kafka;

    @BeforeEach
    void setUpOnce() throws Exception {
        eventually("ready", () -> get("/q/health/ready").statusCode() == 200);
        kafka.owner()
                .revoke(AccessRule.of(AccessRule.Service.INGEST, AccessRule.Needed.SETUP).stream()
                        .map(SecuredMeshResource::right)
                        .toList());
    }

    @Test
    void worksWithExactlyTheseRights() {
        assertThat(faults()).isEmpty();
    }

    @Test
    void saysWhatIsMissingAndGoesOnOnceItIsThere() throws Exception {
        for (AccessRule rule : AccessRule.of(AccessRule.Service.INGEST, AccessRule.Needed.ALWAYS)) {
            try (LogLines log = LogLines.begin()) {
                kafka.owner().revoke(List.of(SecuredMeshResource.right(rule)));
                eventually("it fails without " + rule, () -> !faults().isEmpty());
                eventually(
                        "it says so: " + rule,
                        () -> log.contain("Not authorized", MeshCase.TOPICS.prefix() + rule.name()));
            } finally {
                kafka.owner().grant(List.of(SecuredMeshResource.right(rule)));
            }
            eventually("it works again with " + rule, () -> faults().isEmpty());
        }
    }

    /** What goes wrong on the way of a subject through the service. */
    private static List<String> faults() {
        List<String> faults = new ArrayList<>();
        Response submitted = given().header("Idempotency-Key", UUID.randomUUID())
                .multiPart("images", "a.png", TestImages.png(1))
                .multiPart("class_noun", "dog")
                .post("/v1/subjects");
        note(faults, "submit", submitted, 202);
        if (submitted.statusCode() == 202) {
            String subject = "/v1/subjects/" + submitted.path("subjectId");
            note(faults, "cancel", given().post(subject + "/cancel"), 202);
            note(faults, "erase", given().delete(subject), 204);
        }
        note(faults, "ready", get("/q/health/ready"), 200);
        return faults;
    }

    private static void note(List<String> faults, String what, Response answer, int expected) {
        if (answer.statusCode() != expected) {
            faults.add(what + ": " + answer.statusCode());
            assertThat(answer.asString()).doesNotContain("Not authorized");
        }
    }
}
