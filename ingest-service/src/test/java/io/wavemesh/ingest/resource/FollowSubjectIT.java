package io.wavemesh.ingest.resource;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.wavemesh.ingest.TestMesh.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobLife;
import io.wavemesh.contracts.JobPhase;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.Progress;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshResource.class)
class FollowSubjectIT extends MeshCase {
    @Test
    void doesNotKnowWhatNobodySent() {
        for (String path : List.of("/v1/subjects/sub-none", "/v1/subjects/sub-none/events", "/v1/subjects/%2e%2e%2f")) {
            get(path).then().statusCode(404).contentType(PROBLEM);
        }
        given().post("/v1/subjects/sub-none/cancel")
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:wavemesh:problem:subject-not-found"));
        given().delete("/v1/subjects/sub-none").then().statusCode(204);
    }

    @Test
    void listsNewestFirstInPages() {
        String first = accepted(picture(), "dog").subjectId().value();
        String second = accepted(picture(), "cat").subjectId().value();

        ValidatableResponse page =
                get("/v1/subjects?limit=1").then().statusCode(200).body("subjects.subjectId", equalTo(List.of(second)));
        given().queryParam("limit", 1)
                .queryParam("after", page.extract().<String>path("next"))
                .get("/v1/subjects")
                .then()
                .statusCode(200)
                .body("subjects.subjectId", equalTo(List.of(first)));
        get("/v1/subjects?limit=none").then().statusCode(400).body("violations.field", equalTo(List.of("limit")));
        get("/v1/subjects?after=x").then().statusCode(400).body("violations.field", equalTo(List.of("after")));
    }

    @Test
    void streamsTheStatesToTheEnd() throws Exception {
        TrainingEvent queued = accepted(picture(), "dog");
        JobLife.Running running = ((JobLife.Queued) JobLife.of(queued)).start(1, Instant.now());
        mesh.send(TOPICS.trainingEvents(), running.event());
        eventually("the job runs", () -> "RUNNING".equals(state(queued.subjectId())));

        try (SseClient client = SseClient.open("/v1/subjects/" + queued.subjectId() + "/events")) {
            client.awaitLine(line -> line.startsWith(":"));
            JobLife.Running step = running.progress(
                    new Progress(JobPhase.TRAINING, 3, 10, Optional.of(0.25), Optional.of(7.5)), Instant.now());
            mesh.send(TOPICS.trainingEvents(), step.event());
            client.awaitLine(line -> line.contains("\"step\":3"));
            mesh.send(
                    TOPICS.trainingEvents(),
                    step.succeed(new AdapterId("ada-1"), Instant.now()).event());

            assertThat(client.rest())
                    .anyMatch(line ->
                            line.contains("\"state\":\"SUCCEEDED\"") && line.contains("\"adapterId\":\"ada-1\""));
            assertThat(client.data()).first().asString().contains("\"state\":\"RUNNING\"");
            assertThat(client.data())
                    .anyMatch(line -> line.contains("\"secondsLeft\":7.5") && line.contains("\"loss\":0.25"));
        }
    }

    @Test
    void tellsWhyAJobFailed() throws Exception {
        TrainingEvent queued = accepted(picture(), "dog");
        JobLife.Running running = ((JobLife.Queued) JobLife.of(queued)).start(1, Instant.now());

        mesh.send(
                TOPICS.trainingEvents(),
                running.fail(new Fault("training-diverged", "loss is NaN"), Instant.now())
                        .event());

        eventually("the job has failed", () -> "FAILED".equals(state(queued.subjectId())));
        get("/v1/subjects/" + queued.subjectId()).then().body("fault.type", equalTo("training-diverged"));
    }

    @Test
    void cancelsAWaitingJobAtOnceAndOnlyOnce() {
        TrainingEvent queued = accepted(picture(), "dog");
        String cancel = "/v1/subjects/" + queued.subjectId() + "/cancel";

        given().post(cancel).then().statusCode(202).body("state", equalTo("CANCELED"));

        given().post(cancel).then().statusCode(409).body("type", equalTo("urn:wavemesh:problem:subject-finished"));
        assertThat(mesh.messages(TOPICS.jobControl(), queued.jobId().value(), JobControl.class))
                .extracting(JobControl::action)
                .containsExactly(JobControl.Action.CANCEL);
        assertThat(mesh.messages(TOPICS.trainingEvents(), queued.jobId().value(), TrainingEvent.class))
                .extracting(TrainingEvent::state)
                .containsExactly(JobState.QUEUED, JobState.CANCELED);
    }

    @Test
    void leavesARunningJobToItsTrainerWhenCanceled() throws Exception {
        TrainingEvent queued = accepted(picture(), "dog");
        mesh.send(
                TOPICS.trainingEvents(),
                ((JobLife.Queued) JobLife.of(queued)).start(1, Instant.now()).event());
        eventually("the job runs", () -> "RUNNING".equals(state(queued.subjectId())));

        given().post("/v1/subjects/" + queued.subjectId() + "/cancel")
                .then()
                .statusCode(202)
                .body("state", equalTo("RUNNING"));

        assertThat(mesh.messages(TOPICS.jobControl(), queued.jobId().value(), JobControl.class))
                .hasSize(1);
    }

    @Test
    void erasesEveryTrace() throws Exception {
        TrainingEvent queued = accepted(keyed("key-erased", 9), "dog");
        SubjectId subject = queued.subjectId();
        JobId job = queued.jobId();
        AdapterId adapter = new AdapterId("ada-erased");
        objects.put(ObjectKeys.adapterFile(adapter, ObjectKeys.ADAPTER_CONFIG), new byte[] {1});
        objects.put(ObjectKeys.checkpoints(job) + "1.bin", new byte[] {1});
        objects.put(ObjectKeys.jobResult(job), new byte[] {1});
        JobLife.Running running = ((JobLife.Queued) JobLife.of(queued)).start(1, Instant.now());
        mesh.send(
                TOPICS.trainingEvents(), running.succeed(adapter, Instant.now()).event());
        eventually("the job has succeeded", () -> "SUCCEEDED".equals(state(subject)));

        given().delete("/v1/subjects/" + subject).then().statusCode(204);

        given().delete("/v1/subjects/" + subject).then().statusCode(204);
        get("/v1/subjects/" + subject).then().statusCode(404);
        for (String prefix : List.of(
                ObjectKeys.subject(subject),
                ObjectKeys.adapter(adapter),
                ObjectKeys.checkpoints(job),
                ObjectKeys.job(job))) {
            assertThat(objects.list(prefix)).isEmpty();
        }
        assertThat(mesh.messages(TOPICS.jobControl(), job.value(), JobControl.class))
                .extracting(JobControl::action)
                .containsExactly(JobControl.Action.ERASE);
        assertThat(mesh.messages(TOPICS.adapters(), adapter.value(), AdapterAnnouncement.class))
                .last()
                .isNull();
        assertThat(mesh.messages(TOPICS.trainingEvents(), job.value(), TrainingEvent.class))
                .last()
                .isNull();
        problem(keyed("key-erased", 9).multiPart("class_noun", "dog"), 409, "idempotency-key-taken");
    }

    @Test
    void doesNotLetALateEventBringBackAnErasedSubject() throws Exception {
        TrainingEvent queued = accepted(picture(), "dog");
        given().delete("/v1/subjects/" + queued.subjectId()).then().statusCode(204);

        mesh.send(
                TOPICS.trainingEvents(),
                ((JobLife.Queued) JobLife.of(queued)).start(1, Instant.now()).event());

        eventually("the late event is erased", () -> {
            List<TrainingEvent> events =
                    mesh.messages(TOPICS.trainingEvents(), queued.jobId().value(), TrainingEvent.class);
            return events.contains(null) && events.lastIndexOf(null) == events.size() - 1 && events.size() >= 3;
        });
        get("/v1/subjects/" + queued.subjectId()).then().statusCode(404);
    }

    @Test
    void isHealthyAndCounts() throws Exception {
        accepted(picture(), "dog");
        problem(picture(), 422, "picture-set-invalid");

        eventually("the service is ready", () -> get("/q/health/ready").statusCode() == 200);
        get("/q/health/ready").then().body("checks.name", hasItem("broker")).body("checks.name", hasItem("store"));
        get("/q/health/live").then().statusCode(200);
        String scrape = get("/q/metrics").then().statusCode(200).extract().asString();
        assertThat(scrape)
                .containsPattern("waveft_ingest_picture_sets_total\\{outcome=\"accepted\"\\} [1-9]")
                .containsPattern("waveft_ingest_picture_sets_total\\{outcome=\"invalid\"\\} [1-9]")
                .containsPattern("waveft_ingest_subjects [1-9]");
    }
}
