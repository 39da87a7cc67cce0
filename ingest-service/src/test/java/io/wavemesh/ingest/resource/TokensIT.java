package io.wavemesh.ingest.resource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.ingest.TestImages;
import io.wavemesh.testkit.access.AccessFixture;
import io.wavemesh.testkit.access.TokenIssuer;
import io.wavemesh.testkit.quarkus.AccessResource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Bearer tokens of an issuer whose keys are fetched over HTTP. */
@QuarkusTest
@QuarkusTestResource(MeshResource.class)
@WithTestResource(value = AccessResource.class, scope = TestResourceScope.MATCHING_RESOURCES)
class TokensIT extends MeshCase {
    AccessFixture keys;

    @Test
    void letsInWhomTheIssuerKnows() {
        String token = keys.issuer().token(claims("ida", "openid subjects:write subjects:read"));

        String job = given().header("Authorization", "Bearer " + token)
                .multiPart("images", "a.png", TestImages.png(1))
                .multiPart("class_noun", "dog")
                .post("/v1/subjects")
                .then()
                .statusCode(202)
                .extract()
                .path("jobId");

        assertThat(onlyJob(job).owner()).isEqualTo(Optional.of(new ClientId("oidc.ida")));
        list(token).statusCode(200).body("subjects.size()", equalTo(1));
    }

    @Test
    void takesTheClientOfAKeyForAnotherThanThatOfAToken() {
        given().header("X-API-Key", keys.key("ann"))
                .multiPart("images", "a.png", TestImages.png(1))
                .multiPart("class_noun", "dog")
                .post("/v1/subjects")
                .then()
                .statusCode(202);

        list(keys.issuer().token(claims("ann2", "subjects:read")))
                .statusCode(200)
                .body("subjects.size()", equalTo(0));
    }

    @Test
    void takesScopesFromTheToken() {
        for (String scope : List.of("", "subjects", "subjects:write", "SUBJECTS:READ", "admins")) {
            list(keys.issuer().token(claims("ann", scope)))
                    .statusCode(403)
                    .body("type", equalTo("urn:wavemesh:problem:forbidden"));
        }
        list(keys.issuer().token(claims("ann", "admin"))).statusCode(200);
    }

    @Test
    void refusesEveryTokenThatIsNotQuiteRight() {
        TokenIssuer issuer = keys.issuer();
        long now = Instant.now().getEpochSecond();
        Map<String, Object> good = claims("root", "admin");
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("expired", issuer.token(with(good, "exp", now - 120)));
        bad.put("without end", issuer.token(without(good, "exp")));
        bad.put("not valid yet", issuer.token(with(good, "nbf", now + 600)));
        bad.put("for another service", issuer.token(with(good, "aud", "another")));
        bad.put("for no service", issuer.token(without(good, "aud")));
        bad.put("of another issuer", issuer.token(with(good, "iss", "http://127.0.0.1:1")));
        bad.put("of no issuer", issuer.token(without(good, "iss")));
        bad.put("of nobody", issuer.token(without(good, "sub")));
        bad.put("of a blank name", issuer.token(with(good, "sub", " ")));
        bad.put("alg none", issuer.unsigned(good));
        bad.put("without signature", issuer.withoutSignature(good));
        bad.put("signed with another key", issuer.forged(good));
        bad.put("signed with the public key", issuer.signedWithPublicKey(good));
        bad.put("opaque", "0123456789abcdef");
        bad.put("nothing", "");

        bad.forEach((what, token) -> given().header("Authorization", "Bearer " + token)
                .get("/v1/subjects")
                .then()
                .body("type", equalTo("urn:wavemesh:problem:unauthenticated"))
                .header("WWW-Authenticate", startsWith("Bearer realm=\"wavemesh\""))
                .statusCode(401));
        list(issuer.token(good)).statusCode(200);
    }

    private static ValidatableResponse list(String token) {
        return given().header("Authorization", "Bearer " + token)
                .get("/v1/subjects")
                .then();
    }

    private Map<String, Object> claims(String subject, String scope) {
        return keys.issuer().claims(subject, AccessFixture.AUDIENCE, scope);
    }

    private static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, Object> without(Map<String, Object> claims, String name) {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        changed.remove(name);
        return changed;
    }
}
