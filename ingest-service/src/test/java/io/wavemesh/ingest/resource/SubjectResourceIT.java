package io.wavemesh.ingest.resource;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.wavemesh.ingest.TestMesh.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.CropBox;
import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobLife;
import io.wavemesh.contracts.JobPhase;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.PictureRef;
import io.wavemesh.contracts.Progress;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingMethod;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.ingest.TestImages;
import io.wavemesh.ingest.TestMesh;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshResource.class)
class SubjectResourceIT {
    private static final Topics TOPICS = new Topics("it.");
    private static final String PROBLEM = "application/problem+json";

    @ConfigProperty(name = "ingest.kafka.bootstrap-servers")
    String bootstrapServers;

    @Inject
    ObjectStore objects;

    private TestMesh mesh;

    @BeforeEach
    void connect() {
        mesh = new TestMesh(bootstrapServers);
    }

    @AfterEach
    void disconnect() {
        mesh.close();
    }

    @Test
    void putsThePicturesAndTheJobWhereTheTrainerFindsThem() {
        byte[] png = TestImages.png(1);
        byte[] jpeg = TestImages.jpeg();

        ValidatableResponse response = given().multiPart("images", "a.png", png)
                .multiPart("images", "picture", jpeg, "application/octet-stream")
                .multiPart("class_noun", "dog")
                .multiPart("instance_token", "sks")
                .multiPart(new MultiPartSpecBuilder("Käthe")
                        .controlName("name")
                        .charset(StandardCharsets.UTF_8)
                        .build())
                .multiPart("training", "{\"method\": \"lora\", \"steps\": 7, \"rank\": 2}")
                .post("/v1/subjects")
                .then();

        String subject = response.statusCode(202)
                .contentType("application/json")
                .header("Location", matchesPattern(".*/v1/subjects/sub-[0-9a-f]{32}"))
                .body("state", equalTo("QUEUED"))
                .body("classNoun", equalTo("dog"))
                .body("name", equalTo("Käthe"))
                .body("pictureCount", equalTo(2))
                .body("loss", nullValue())
                .extract()
                .path("subjectId");
        String jobId = response.extract().path("jobId");
        TrainingJob job = onlyJob(jobId);
        assertThat(job.subjectId().value()).isEqualTo(subject);
        assertThat(job.classNoun()).isEqualTo("dog");
        assertThat(job.instanceToken()).isEqualTo("sks");
        assertThat(job.training().method()).contains(TrainingMethod.LORA);
        assertThat(job.training().steps()).contains(7);
        assertThat(job.pictures()).extracting(PictureRef::mediaType).containsExactly("image/png", "image/jpeg");
        assertThat(job.pictures())
                .extracting(PictureRef::crop)
                .containsExactly(new CropBox(5, 0, 70), new CropBox(0, 5, 90));
        assertThat(objects.get(job.pictures().get(0).object(), 1 << 20)).isEqualTo(png);
        assertThat(objects.get(job.pictures().get(1).object(), 1 << 20)).isEqualTo(jpeg);
        assertThat(job.pictures().get(0).object().key())
                .isEqualTo("subjects/" + subject + "/pictures/" + Sha256.of(png) + ".png");
        assertThat(mesh.messages(TOPICS.trainingEvents(), jobId, TrainingEvent.class))
                .extracting(TrainingEvent::state)
                .containsExactly(JobState.QUEUED);
        get("/v1/subjects/" + subject).then().statusCode(200).body("jobId", equalTo(jobId));
    }

    @Test
    void takesTheDefaultsWhereNothingIsSaid() {
        String jobId = accepted(given().multiPart("images", "a.png", TestImages.png(2)), "cat")
                .jobId()
                .value();

        TrainingJob job = onlyJob(jobId);
        assertThat(job.instanceToken()).isEqualTo("zjw");
        assertThat(job.training().steps()).isEmpty();
        assertThat(job.name()).isEmpty();
        assertThat(job.baseModel()).isEmpty();
    }

    @Test
    void givesTheSameJobForTheSameKey() {
        TrainingEvent first = accepted(keyed("key-1", 3), "dog");

        TrainingEvent second = accepted(keyed("key-1", 3), "dog");

        assertThat(second.jobId()).isEqualTo(first.jobId());
        assertThat(second.subjectId()).isEqualTo(first.subjectId());
        assertThat(mesh.messages(TOPICS.trainingJobs(), first.jobId().value(), TrainingJob.class))
                .hasSize(1);
    }

    @Test
    void refusesOtherContentUnderTheSameKey() {
        accepted(keyed("key-2", 4), "dog");

        problem(keyed("key-2", 4).multiPart("class_noun", "cat"), 409, "idempotency-key-taken");
        problem(keyed("key-2", 5).multiPart("class_noun", "dog"), 409, "idempotency-key-taken");
    }

    @Test
    void namesTheUnusablePictures() {
        long before = objects.list("subjects/").size();
        RequestSpecification request = given().multiPart("images", "a.png", TestImages.png(1))
                .multiPart("images", "b.png", TestImages.truncated())
                .multiPart("images", "c.jpg", TestImages.bomb())
                .multiPart("images", "d.png", "no picture".getBytes(StandardCharsets.UTF_8))
                .multiPart("images", "e.png", TestImages.png(63, 64, 1))
                .multiPart("images", "f.gif", "GIF89a".getBytes(StandardCharsets.UTF_8))
                .multiPart("class_noun", "dog");

        problem(request, 422, "picture-set-invalid")
                .body(
                        "violations.field",
                        equalTo(List.of("images[1]", "images[2]", "images[3]", "images[4]", "images[5]")))
                .body("violations.message", hasItem(containsString("truncated")))
                .body("violations.message", hasItem(containsString("65021 x 65021")))
                .body("violations.message", hasItem(containsString("not a picture")))
                .body("violations.message", hasItem(containsString("at least 64")))
                .body("violations.message", hasItem(containsString("GIF")))
                .body("detail", containsString("images[1]"))
                .body("instance", matchesPattern("urn:uuid:.*"));
        assertThat(objects.list("subjects/")).hasSize((int) before);
    }

    @Test
    void namesTheTextsAtFault() {
        RequestSpecification request = given().multiPart("images", "a.png", TestImages.png(1))
                .multiPart("class_noun", "  ")
                .multiPart("instance_token", "x".repeat(41))
                .multiPart("colour", "red")
                .multiPart("training", "{\"method\": \"magic\"}");

        problem(request, 422, "picture-set-invalid")
                .body("violations.field", equalTo(List.of("colour", "class_noun", "instance_token", "training")));
        problem(
                        picture().multiPart("class_noun", "dog").multiPart("training", "{\"steps\": 0}"),
                        422,
                        "picture-set-invalid")
                .body("violations.message", hasItem(containsString("steps must be in 1..")));
        problem(
                        picture().multiPart("class_noun", "dog").multiPart("training", "{\"stepz\": 1}"),
                        422,
                        "picture-set-invalid")
                .body("violations.message", hasItem(containsString("stepz")));
        problem(picture().multiPart("class_noun", "a").multiPart("class_noun", "b"), 422, "picture-set-invalid")
                .body("violations.field", equalTo(List.of("class_noun")));
        problem(picture(), 422, "picture-set-invalid").body("violations.field", equalTo(List.of("class_noun")));
    }

    @Test
    void refusesTooFewAndTooManyPictures() {
        RequestSpecification many = given().multiPart("class_noun", "dog");
        for (int i = 0; i < 65; i++) {
            many.multiPart("images", "a.png", new byte[] {1});
        }

        problem(many, 422, "picture-set-invalid")
                .body("violations.field", equalTo(List.of("images")))
                .body("violations.message", hasItem(containsString("found 65")));
        RequestSpecification endless = given();
        for (int i = 0; i < 1001; i++) {
            endless.multiPart("class_noun", "dog");
        }
        problem(endless, 400, "request-malformed");
        problem(given().multiPart("class_noun", "dog"), 422, "picture-set-invalid")
                .body("violations.message", hasItem(containsString("found 0")));
        problem(given().multiPart("class_noun", "dog").multiPart("images", "text"), 422, "picture-set-invalid")
                .body("violations.message", hasItem(containsString("file name")));
    }

    @Test
    void refusesWhatIsTooLarge() {
        byte[] large = TestImages.png(400, 300, 1);
        RequestSpecification wholeRequest = given().multiPart("class_noun", "dog");
        for (int i = 0; i < 8; i++) {
            wholeRequest.multiPart("images", "a.png", large);
        }

        problem(
                        given().multiPart("class_noun", "dog").multiPart("images", "a.png", large),
                        413,
                        "picture-set-too-large")
                .body("violations.field", equalTo(List.of("images[0]")));
        problem(wholeRequest, 413, "picture-set-too-large");
    }

    @Test
    void cutsOffABodyThatDoesNotSayItsSize() throws Exception {
        URI uri = URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/v1/subjects");
        byte[] start = "--x\r\nContent-Disposition: form-data; name=\"images\"; filename=\"a\"\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8);
        InputStream body = new SequenceInputStream(
                new ByteArrayInputStream(start), new ByteArrayInputStream(new byte[(2 << 20) + 1]));
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("urn:wavemesh:problem:picture-set-too-large");
    }

    @Test
    void refusesOtherMediaTypesMethodsAndPaths() {
        given().contentType("application/json")
                .body("{}")
                .post("/v1/subjects")
                .then()
                .statusCode(415)
                .contentType(PROBLEM);
        given().put("/v1/subjects").then().statusCode(405).contentType(PROBLEM);
        get("/v1/nothing").then().statusCode(404).contentType(PROBLEM);
        given().accept("image/png").get("/v1/subjects").then().statusCode(406).contentType(PROBLEM);
        given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("multipart/form-data", ContentType.TEXT)))
                .contentType("multipart/form-data; boundary=x")
                .body("garbage")
                .post("/v1/subjects")
                .then()
                .statusCode(400)
                .contentType(PROBLEM);
    }

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
    void revealsNothingOfWhatNobodyForesaw() {
        String subject = "sub-"
                + Sha256.of("anonymous\0key-damaged".getBytes(StandardCharsets.UTF_8))
                        .substring(0, 32);
        objects.put("idempotency/" + subject + "/claim.json", "damaged".getBytes(StandardCharsets.UTF_8));

        problem(keyed("key-damaged", 1).multiPart("class_noun", "dog"), 500, "internal-error")
                .body("$", not(hasKey("detail")))
                .body("instance", matchesPattern("urn:uuid:.*"));
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

    private static RequestSpecification picture() {
        return given().multiPart("images", "a.png", TestImages.png(1));
    }

    private static RequestSpecification keyed(String key, int picture) {
        return given().header("Idempotency-Key", key).multiPart("images", "a.png", TestImages.png(picture));
    }

    /** The QUEUED event of an accepted picture set. */
    private TrainingEvent accepted(RequestSpecification request, String classNoun) {
        String jobId = request.multiPart("class_noun", classNoun)
                .post("/v1/subjects")
                .then()
                .statusCode(202)
                .extract()
                .path("jobId");
        return mesh.messages(TOPICS.trainingEvents(), jobId, TrainingEvent.class)
                .get(0);
    }

    private static ValidatableResponse problem(RequestSpecification request, int status, String type) {
        return request.post("/v1/subjects")
                .then()
                .statusCode(status)
                .contentType(PROBLEM)
                .body("status", equalTo(status))
                .body("type", equalTo("urn:wavemesh:problem:" + type));
    }

    private TrainingJob onlyJob(String jobId) {
        List<TrainingJob> jobs = mesh.messages(TOPICS.trainingJobs(), jobId, TrainingJob.class);
        assertThat(jobs).hasSize(1);
        return jobs.get(0);
    }

    private static String state(SubjectId subject) {
        return get("/v1/subjects/" + subject).then().statusCode(200).extract().path("state");
    }
}
