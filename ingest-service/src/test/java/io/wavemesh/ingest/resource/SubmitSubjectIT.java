package io.wavemesh.ingest.resource;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
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
import io.wavemesh.contracts.CropBox;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.PictureRef;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingMethod;
import io.wavemesh.contracts.TrainingOrder;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.ingest.TestImages;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshResource.class)
class SubmitSubjectIT extends MeshCase {
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
        assertThat(mesh.messages(TOPICS.trainingJobs(), first.jobId().value(), TrainingOrder.class))
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
    void revealsNothingOfWhatNobodyForesaw() {
        String subject = "sub-"
                + Sha256.of("anonymous\0key-damaged".getBytes(StandardCharsets.UTF_8))
                        .substring(0, 32);
        objects.put("idempotency/" + subject + "/claim.json", "damaged".getBytes(StandardCharsets.UTF_8));

        problem(keyed("key-damaged", 1).multiPart("class_noun", "dog"), 500, "internal-error")
                .body("$", not(hasKey("detail")))
                .body("instance", matchesPattern("urn:uuid:.*"));
    }
}
