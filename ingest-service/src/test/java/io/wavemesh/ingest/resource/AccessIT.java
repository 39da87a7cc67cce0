package io.wavemesh.ingest.resource;

import static io.restassured.RestAssured.given;
import static io.wavemesh.ingest.TestMesh.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wavemesh.access.ApiKey;
import io.wavemesh.access.KeyEntry;
import io.wavemesh.access.Scope;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.ingest.TestImages;
import io.wavemesh.testkit.access.AccessFixture;
import io.wavemesh.testkit.quarkus.AccessResource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what, for every operation of the HTTP contract. */
@QuarkusTest
@QuarkusTestResource(MeshResource.class)
@WithTestResource(value = AccessResource.class, scope = TestResourceScope.MATCHING_RESOURCES)
class AccessIT extends MeshCase {
    private static final Map<String, Scope> RULES = Map.of(
            "submitSubject", Scope.SUBJECTS_WRITE,
            "listSubjects", Scope.SUBJECTS_READ,
            "getSubject", Scope.SUBJECTS_READ,
            "followSubject", Scope.SUBJECTS_READ,
            "cancelSubject", Scope.SUBJECTS_WRITE,
            "eraseSubject", Scope.SUBJECTS_WRITE);

    AccessFixture keys;

    /** Every operation of the contract, so that a new one without a rule here fails. */
    static List<Arguments> operations() throws IOException {
        List<Arguments> operations = new ArrayList<>();
        try (InputStream contract = AccessIT.class.getResourceAsStream("/openapi/ingest.yaml")) {
            JsonNode paths = new YAMLMapper().readTree(contract).path("paths");
            for (Map.Entry<String, JsonNode> path : paths.properties()) {
                for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                    String id = method.getValue().path("operationId").asText();
                    operations.add(Arguments.of(id, method.getKey(), path.getKey()));
                }
            }
        }
        return operations;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void refusesWhoeverDoesNotSayWhoItIs(String operation, String method, String path) {
        Response answer = call(given(), method, path, "sub-1");

        assertRefused(answer, 401, "unauthenticated", "Bearer realm=\"wavemesh\"");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void refusesWrongKeys(String operation, String method, String path) {
        String known = keys.key("ann");
        List<String> wrong = List.of(
                known.substring(0, known.length() - 1) + (known.endsWith("A") ? "B" : "A"),
                "wm_0123456789ab_" + known.substring(16),
                known + "x",
                "wm_",
                "secret");

        for (String key : wrong) {
            assertRefused(
                    call(given().header("X-API-Key", key), method, path, "sub-1"),
                    401,
                    "unauthenticated",
                    "Bearer realm=\"wavemesh\", error=\"invalid_token\"");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void refusesKeysWithoutTheScope(String operation, String method, String path) {
        assertThat(RULES).as("every operation needs a rule here").containsKey(operation);
        String key = keys.key("without " + RULES.get(operation).word());

        Response answer = call(bearer(key), method, path, "sub-1");

        assertRefused(answer, 403, "forbidden", "Bearer realm=\"wavemesh\", error=\"insufficient_scope\"");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void answersForAnothersSubjectAsForNone(String operation, String method, String path) {
        String ofAnn = submitted("ann", 1);

        Response foreign = call(bearer(keys.key("bob")), method, path, ofAnn);
        Response missing = call(bearer(keys.key("bob")), method, path, "sub-none");

        assertThat(foreign.statusCode()).isEqualTo(missing.statusCode());
        assertThat(body(foreign)).isEqualTo(body(missing));
        given().header("X-API-Key", keys.key("ann's second"))
                .get("/v1/subjects/" + ofAnn)
                .then()
                .statusCode(200)
                .body("state", equalTo("QUEUED"));
    }

    @Test
    void listsToEachClientItsOwn() {
        String ofAnn = submitted("ann", 1);
        String ofBob = submitted("bob", 1);

        assertThat(listed("ann")).contains(ofAnn).doesNotContain(ofBob);
        assertThat(listed("bob")).contains(ofBob).doesNotContain(ofAnn);
        assertThat(listed("root")).contains(ofAnn, ofBob);
    }

    @Test
    void letsAdminsActForEveryClient() {
        String ofAnn = submitted("ann", 1);

        bearer(keys.key("root"))
                .post("/v1/subjects/" + ofAnn + "/cancel")
                .then()
                .statusCode(202);
        bearer(keys.key("root")).delete("/v1/subjects/" + ofAnn).then().statusCode(204);
        bearer(keys.key("ann")).get("/v1/subjects/" + ofAnn).then().statusCode(404);
    }

    @Test
    void keepsIdempotencyKeysAndEqualPicturesOfClientsApart() {
        Response ann = submit(bearer(keys.key("ann")).header("Idempotency-Key", "monday"), 7);
        Response bob = submit(bearer(keys.key("bob")).header("Idempotency-Key", "monday"), 7);
        Response again = submit(bearer(keys.key("ann's second")).header("Idempotency-Key", "monday"), 7);

        assertThat(bob.<String>path("subjectId")).isNotEqualTo(ann.path("subjectId"));
        assertThat(again.<String>path("subjectId")).isEqualTo(ann.path("subjectId"));
        assertThat(onlyJob(ann.path("jobId"))).extracting(TrainingJob::owner).isEqualTo(owner("ann"));
        assertThat(onlyJob(bob.path("jobId"))).extracting(TrainingJob::owner).isEqualTo(owner("bob"));
    }

    @Test
    void readsChangedKeysWithoutRestart() throws Exception {
        List<String> before = Files.readAllLines(keys.file());
        ApiKey added = ApiKey.random(new SecureRandom());
        String line = KeyEntry.of(added, new ClientId("carl"), Set.of(Scope.SUBJECTS_READ))
                .line();
        try {
            replaceKeys(Stream.concat(before.stream(), Stream.of(line)).toList());
            eventually("the new key counts", () -> listStatus(added.secretText()) == 200);

            Files.writeString(keys.file(), line.substring(0, 40));
            eventually("the gauge tells it", () -> scrape().contains("wavemesh_access_key_file_good 0.0"));
            assertThat(listStatus(added.secretText())).isEqualTo(200);
        } finally {
            replaceKeys(before);
        }
        eventually("the withdrawn key counts no more", () -> listStatus(added.secretText()) == 401);
        assertThat(scrape()).contains("wavemesh_access_key_file_good 1.0");
        assertThat(listStatus(keys.key("ann"))).isEqualTo(200);
    }

    @Test
    void countsRefusalsByTheirReason() {
        assertThat(listStatus("wm_")).isEqualTo(401);
        assertThat(listStatus(keys.key("without subjects:read"))).isEqualTo(403);
        given().get("/v1/subjects").then().statusCode(401);

        assertThat(scrape())
                .containsPattern("wavemesh_access_refusals_total\\{reason=\"credentials\",?} [1-9]")
                .containsPattern("wavemesh_access_refusals_total\\{reason=\"missing\",?} [1-9]")
                .containsPattern("wavemesh_access_refusals_total\\{reason=\"scope\",?} [1-9]");
    }

    @Test
    void leavesWhatMachinesAskOpen() {
        for (String path : List.of("/q/health/live", "/q/health/ready", "/q/metrics", "/openapi")) {
            given().get(path).then().statusCode(200);
        }
    }

    @Test
    void doesNotReadTheBodyOfWhoeverMayNotSendIt() {
        Response answer = given().contentType("multipart/form-data")
                .body(new byte[] {1, 2, 3})
                .post("/v1/subjects");

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    /** As a mounted secret changes: the path leads to another file from one moment to the next. */
    private void replaceKeys(List<String> lines) throws IOException {
        Path other = Files.write(keys.file().resolveSibling("next"), lines);
        Files.move(other, keys.file(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static int listStatus(String key) {
        return bearer(key).get("/v1/subjects").statusCode();
    }

    private static String scrape() {
        return given().get("/q/metrics").asString();
    }

    private static Optional<ClientId> owner(String client) {
        return Optional.of(new ClientId(client));
    }

    private static RequestSpecification bearer(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    private String submitted(String client, int picture) {
        return submit(bearer(keys.key(client)), picture).path("subjectId");
    }

    private static Response submit(RequestSpecification request, int picture) {
        Response answer = request.multiPart("images", "a.png", TestImages.png(picture))
                .multiPart("class_noun", "dog")
                .post("/v1/subjects");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
        return answer;
    }

    private List<String> listed(String client) {
        return bearer(keys.key(client)).get("/v1/subjects?limit=1000").path("subjects.subjectId");
    }

    private static Response call(RequestSpecification request, String method, String path, String subject) {
        RequestSpecification sent =
                method.equals("post") && path.equals("/v1/subjects") ? request.multiPart("class_noun", "dog") : request;
        return sent.request(method, path.replace("{subjectId}", subject));
    }

    /** But for what names the single occurrence. */
    private static String body(Response answer) {
        return answer.asString().replaceAll("urn:uuid:[0-9a-f-]+", "urn:uuid");
    }

    private static void assertRefused(Response answer, int status, String type, String challenge) {
        answer.then()
                .statusCode(status)
                .contentType(PROBLEM)
                .header("WWW-Authenticate", equalTo(challenge))
                .body("status", equalTo(status))
                .body("type", equalTo("urn:wavemesh:problem:" + type));
    }
}
