package io.wavemesh.ingest.resource;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingOrder;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.ingest.TestImages;
import io.wavemesh.ingest.TestMesh;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the whole service share: the brokers, the store and good requests. */
abstract class MeshCase {
    static final Topics TOPICS = new Topics("it.");
    static final String PROBLEM = "application/problem+json";

    @ConfigProperty(name = "ingest.kafka.bootstrap-servers")
    String bootstrapServers;

    @Inject
    ObjectStore objects;

    TestMesh mesh;

    @BeforeEach
    void connect() {
        mesh = new TestMesh(bootstrapServers);
    }

    @AfterEach
    void disconnect() {
        mesh.close();
    }

    static RequestSpecification picture() {
        return given().multiPart("images", "a.png", TestImages.png(1));
    }

    static RequestSpecification keyed(String key, int picture) {
        return given().header("Idempotency-Key", key).multiPart("images", "a.png", TestImages.png(picture));
    }

    /** The QUEUED event of an accepted picture set. */
    TrainingEvent accepted(RequestSpecification request, String classNoun) {
        String jobId = request.multiPart("class_noun", classNoun)
                .post("/v1/subjects")
                .then()
                .statusCode(202)
                .extract()
                .path("jobId");
        return mesh.messages(TOPICS.trainingEvents(), jobId, TrainingEvent.class)
                .get(0);
    }

    static ValidatableResponse problem(RequestSpecification request, int status, String type) {
        return request.post("/v1/subjects")
                .then()
                .statusCode(status)
                .contentType(PROBLEM)
                .body("status", equalTo(status))
                .body("type", equalTo("urn:wavemesh:problem:" + type));
    }

    TrainingJob onlyJob(String jobId) {
        List<TrainingOrder> orders = mesh.messages(TOPICS.trainingJobs(), jobId, TrainingOrder.class);
        assertThat(orders).hasSize(1);
        byte[] description = objects.get(orders.get(0).description().orElseThrow(), MessageJson.MAX_BYTES);
        return MessageJson.decode(description, TrainingJob.class);
    }

    static String state(SubjectId subject) {
        return get("/v1/subjects/" + subject).then().statusCode(200).extract().path("state");
    }
}
