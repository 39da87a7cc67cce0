package io.wavemesh.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wavemesh.access.Scope;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.inference.domain.Announcements;
import io.wavemesh.testkit.access.AccessFixture;
import io.wavemesh.testkit.quarkus.AccessResource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what, for every operation of the HTTP contract. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
@WithTestResource(value = AccessResource.class, scope = TestResourceScope.MATCHING_RESOURCES)
class AccessIT extends ServiceCase {
    private static final Map<String, Scope> RULES = Map.of(
            "generateImages", Scope.IMAGES_GENERATE,
            "getImage", Scope.IMAGES_GENERATE,
            "startJob", Scope.IMAGES_GENERATE,
            "getJob", Scope.IMAGES_GENERATE,
            "cancelJob", Scope.IMAGES_GENERATE,
            "listAdapters", Scope.ADAPTERS_READ,
            "getAdapter", Scope.ADAPTERS_READ,
            "getAdapterFile", Scope.ADAPTERS_READ,
            "deleteAdapter", Scope.SUBJECTS_WRITE);
    private static final String OF_ANN = "of-ann";

    AccessFixture keys;

    /** Every operation of the contract, so that a new one without a rule here fails. */
    static List<Arguments> operations() throws IOException {
        List<Arguments> operations = new ArrayList<>();
        JsonNode paths =
                new YAMLMapper().readTree(Path.of("openapi.yaml").toFile()).path("paths");
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                String id = method.getValue().path("operationId").asText();
                operations.add(Arguments.of(id, method.getKey(), path.getKey()));
            }
        }
        return operations;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void refusesWhoeverDoesNotSayWhoItIs(String operation, String method, String path) {
        assertRefused(call(given(), method, path, "x"), 401, "unauthenticated", "Bearer realm=\"wavemesh\"");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void refusesWrongCredentials(String operation, String method, String path) {
        String known = keys.key("ann");
        List<String> wrong = List.of(
                known.substring(0, known.length() - 1) + (known.endsWith("A") ? "B" : "A"),
                "wm_",
                keys.issuer().forged(keys.issuer().claims("root", AccessFixture.AUDIENCE, "admin")),
                keys.issuer().token(keys.issuer().claims("root", "another", "admin")));

        for (String credentials : wrong) {
            assertRefused(
                    call(bearer(credentials), method, path, "x"),
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

        assertRefused(
                call(bearer(key), method, path, "x"),
                403,
                "forbidden",
                "Bearer realm=\"wavemesh\", error=\"insufficient_scope\"");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void answersForWhatIsAnothersAsForNothing(String operation, String method, String path) {
        announce(ownedBy("ann", OF_ANN));
        String ofAnn = path.contains("/jobs/")
                ? job(keys.key("ann"))
                : path.contains("/images/{id}") ? image(keys.key("ann")) : OF_ANN;

        Response foreign = call(bearer(keys.key("bob")), method, path, ofAnn);
        Response missing = call(bearer(keys.key("bob")), method, path, "missing");

        assertThat(foreign.statusCode()).isEqualTo(missing.statusCode());
        assertThat(foreign.asString().replace(ofAnn, "ID"))
                .isEqualTo(missing.asString().replace("missing", "ID"));
        assertThat(registry.find(ownedBy("ann", OF_ANN).adapterId())).isPresent();
    }

    @Test
    void givesToOwnersAndAdminsWhatOthersDoNotSee() {
        announce(ownedBy("ann", OF_ANN));
        String job = job(keys.key("ann"));
        String image = image(keys.key("ann"));

        for (String key : List.of("ann", "ann's second", "root")) {
            for (String path : List.of("/v1/adapters/" + OF_ANN, JOBS + "/" + job, "/v1/images/" + image)) {
                bearer(keys.key(key)).get(path).then().statusCode(200);
            }
            assertThat(listed(key)).contains(OF_ANN);
            generateWith(keys.key(key), OF_ANN).then().statusCode(200);
        }
        assertThat(listed("bob")).doesNotContain(OF_ANN);
    }

    @Test
    void showsWhatBelongsToNobodyToAdminsOnly() {
        announce(stored("of-nobody", "weights"));

        bearer(keys.key("ann")).get("/v1/adapters/of-nobody").then().statusCode(404);
        bearer(keys.key("root")).get("/v1/adapters/of-nobody").then().statusCode(200);
    }

    @Test
    void showsAnEqualImageToEachWhoHadItDrawn() {
        String ofAnn = image(keys.key("ann"));
        assertThat(bearer(keys.key("bob")).get("/v1/images/" + ofAnn).statusCode())
                .isEqualTo(404);

        assertThat(image(keys.key("bob"))).isEqualTo(ofAnn);

        bearer(keys.key("bob")).get("/v1/images/" + ofAnn).then().statusCode(200);
    }

    @Test
    void letsTokensOfTheIssuerIn() {
        String token = keys.issuer()
                .token(keys.issuer().claims("tess", AccessFixture.AUDIENCE, "images:generate adapters:read"));
        announce(ownedBy("oidc.tess", "of-tess"));

        bearer(token).get("/v1/adapters").then().statusCode(200).body("data.id", equalTo(List.of("of-tess")));
        generateWith(token, "of-tess").then().statusCode(200);
        bearer(token).delete("/v1/adapters/of-tess").then().statusCode(403);
    }

    @Test
    void leavesWhatMachinesAskOpen() {
        for (String path : List.of("/q/health/live", "/q/health/ready", "/q/metrics", "/openapi")) {
            given().get(path).then().statusCode(200);
        }
    }

    private AdapterAnnouncement ownedBy(String client, String id) {
        return Announcements.owned(stored(id, "weights"), client);
    }

    private static RequestSpecification bearer(String credentials) {
        return given().header("Authorization", "Bearer " + credentials);
    }

    /** Bodies name the adapter. */
    private static Response call(RequestSpecification request, String method, String path, String id) {
        RequestSpecification sent = method.equals("post") && !path.contains("{id}")
                ? request.contentType(ContentType.JSON)
                        .body("{\"prompt\":\"a\",\"adapters\":[{\"id\":\"" + id + "\"}]}")
                : request;
        return sent.request(method, path.replace("{id}", id).replace("{name}", "adapter_config.json"));
    }

    private static Response generateWith(String credentials, String adapter) {
        return call(bearer(credentials), "post", GENERATIONS, adapter);
    }

    private List<String> listed(String key) {
        return bearer(keys.key(key)).get("/v1/adapters?limit=1000").path("data.id");
    }

    private static String job(String key) {
        return bearer(key)
                .contentType(ContentType.JSON)
                .body("{\"prompt\":\"a\",\"seed\":3}")
                .post(JOBS)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static String image(String key) {
        String url = bearer(key)
                .contentType(ContentType.JSON)
                .body("{\"prompt\":\"a\",\"seed\":5,\"response_format\":\"url\"}")
                .post(GENERATIONS)
                .then()
                .statusCode(200)
                .extract()
                .path("data[0].url");
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static void assertRefused(Response answer, int status, String type, String challenge) {
        problem(answer.then(), type, status).header("WWW-Authenticate", equalTo(challenge));
    }
}
