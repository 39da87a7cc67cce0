package io.wavemesh.ingest.resource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.wavemesh.ingest.TestImages;
import io.wavemesh.testkit.fuzz.FuzzReport;
import io.wavemesh.testkit.fuzz.FuzzRun;
import io.wavemesh.testkit.fuzz.Inside;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever a form is, the service answers in time, by a problem that tells nothing of its inside, and goes on. */
@QuarkusTest
@QuarkusTestResource(MeshResource.class)
class MultipartFuzzIT extends MeshCase {
    private static final Set<Integer> REFUSALS = Set.of(400, 413, 422);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, Integer> answers = new TreeMap<>();

    @Test
    void malformedFormsAreAnsweredByProblems() {
        URI uri = URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/v1/subjects");

        FuzzReport report = FuzzRun.of("multipart", 5)
                .within(Duration.ofSeconds(20))
                .run(1500, FormDamage::body, body -> {
                    HttpRequest request = HttpRequest.newBuilder(uri)
                            .header("Content-Type", "multipart/form-data; boundary=" + FormDamage.BOUNDARY)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build();
                    check(http.send(request, HttpResponse.BodyHandlers.ofString()));
                });

        assertThat(report.read()).isEqualTo(1500);
        assertThat(answers).containsKeys(202, 400, 422);
        given().multiPart("images", "a.png", TestImages.png(1))
                .multiPart("class_noun", "dog")
                .post("/v1/subjects")
                .then()
                .statusCode(202);
    }

    private void check(HttpResponse<String> answer) {
        int status = answer.statusCode();
        answers.merge(status, 1, Integer::sum);
        if (status == 202) {
            return;
        }
        assertThat(REFUSALS).contains(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains(PROBLEM);
        assertThat(answer.body()).contains("urn:wavemesh:problem:").contains("\"status\":" + status);
        assertThat(Inside.sign(answer.body().replaceAll("\"(field|detail)\":\"(?:[^\"\\\\]|\\\\.)*\"", "")))
                .as(answer.body())
                .isEmpty();
    }
}
