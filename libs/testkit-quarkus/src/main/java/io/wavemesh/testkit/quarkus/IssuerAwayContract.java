package io.wavemesh.testkit.quarkus;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.ValidatableResponse;
import io.wavemesh.testkit.access.AccessFixture;
import io.wavemesh.testkit.access.TokenIssuer;
import io.wavemesh.testkit.fuzz.Inside;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bearer tokens of an issuer that comes and goes; needs {@link AccessResource} with {@link AccessResource#ISSUER_AWAY}. */
public abstract class IssuerAwayContract {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String path;
    private final String problem;
    private AccessFixture keys;

    /**
     * A service's own.
     *
     * @param path what an administrator may GET
     * @param problem type of the refusal
     */
    protected IssuerAwayContract(String path, String problem) {
        this.path = path;
        this.problem = problem;
    }

    /** A service that isn't ready may answer 503 for other reasons. */
    @BeforeEach
    void awaitReadiness() {
        await(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void tokensWaitForTheirIssuerAndKeysDoNot() {
        TokenIssuer issuer = keys.issuer();
        String token = admin();
        refusedForNow(token);
        given().header("X-API-Key", keys.key("root")).get(path).then().statusCode(200);

        issuer.comeBack();
        with(token).statusCode(200);
        with("no token").statusCode(401);

        issuer.leave();
        with(token).statusCode(200);
        issuer.changeKeys();
        String newer = admin();
        refusedForNow(newer);
        refusedForNow(newer);

        issuer.comeBack();
        // Keys that are not known are asked for once in a while only.
        await(() -> with(newer).extract().statusCode() == 200);
        with(issuer.forged(issuer.claims("root", AccessFixture.AUDIENCE, "admin")))
                .statusCode(401);
    }

    private String admin() {
        return keys.issuer().token(keys.issuer().claims("root", AccessFixture.AUDIENCE, "admin"));
    }

    private ValidatableResponse with(String token) {
        return given().header("Authorization", "Bearer " + token).get(path).then();
    }

    private void refusedForNow(String token) {
        String body = with(token)
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", equalTo("5"))
                .body("type", equalTo("urn:wavemesh:problem:" + problem))
                .body("status", equalTo(503))
                .extract()
                .asString();
        assertThat(Inside.sign(body)).isEmpty();
    }

    private static void await(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - begin).isLessThan(LIMIT.toNanos());
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
