package io.wavemesh.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.wavemesh.contracts.store.StoreUnavailableException;
import io.wavemesh.inference.domain.Announcements;
import io.wavemesh.inference.domain.MemoryExhaustedException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Every problem that a client can be told. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class CatalogueIT extends ServiceCase {
    @Test
    void namesEveryFieldAtFault() {
        problem(generate("{\"steps\":0,\"n\":99,\"size\":\"7x7\"}"), "request-invalid", 422)
                .body("violations.field", equalTo(List.of("prompt", "n", "steps", "size")));
        problem(generate("{\"prompt\":\"a dog\",\"n\":\"two\"}"), "request-invalid", 422)
                .body("violations.field", hasItem("n"));
        problem(generate("{\"prompt\":\"a dog\",\"adapters\":[{\"id\":\"a\",\"weight\":[]}]}"), "request-invalid", 422)
                .body("violations.field", hasItem("adapters[0].weight"));
        problem(generate("{\"prompt\":\"a dog\",\"response_format\":\"gif\"}"), "request-invalid", 422);
        problem(generate("{\"prompt\":\"a dog\",\"output_format\":\"gif\"}"), "request-invalid", 422);
        problem(given().get("/v1/adapters?limit=0").then(), "request-invalid", 422);
    }

    @Test
    void refusesWhatIsNotJson() {
        problem(generate("{\"prompt\":"), "malformed-body", 400);
        problem(generate(""), "malformed-body", 400);
        problem(generate("null"), "malformed-body", 400);
        problem(generate("{\"prompt\":\"a\",\"prompt\":\"b\"}"), "malformed-body", 400);
    }

    @Test
    void answersProblemsOfHttpItselfInTheSameForm() {
        given().contentType(ContentType.TEXT)
                .body("a dog")
                .post(GENERATIONS)
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("type", equalTo("about:blank"));
        given().get("/v1/nothing").then().statusCode(404);
        given().delete(GENERATIONS).then().statusCode(405);
    }

    @Test
    void knowsWhatIsNotThere() {
        problem(generate("{\"prompt\":\"a\",\"model\":\"dall-e-9\"}"), "model-not-found", 404);
        problem(generate("{\"prompt\":\"a\",\"adapters\":[{\"id\":\"nobody\"}]}"), "adapter-not-found", 404);
        problem(given().get("/v1/adapters/nobody").then(), "adapter-not-found", 404);
        problem(given().delete("/v1/adapters/nobody").then(), "adapter-not-found", 404);
        problem(given().get(JOBS + "/nothing").then(), "job-not-found", 404);
        problem(given().post(JOBS + "/nothing/cancel").then(), "job-not-found", 404);
        problem(given().get("/v1/images/" + "0".repeat(64)).then(), "image-not-found", 404);
        announce(Announcements.of("fileless"));
        problem(given().get("/v1/adapters/fileless/files/other.bin").then(), "file-not-found", 404);
    }

    @Test
    void refusesAnAdapterOfAnotherBaseModel() {
        announce(Announcements.of("foreign", "s", "b".repeat(64), "w"));

        problem(generate("{\"prompt\":\"a\",\"adapters\":[{\"id\":\"foreign\"}]}"), "base-model-mismatch", 409)
                .body("instance", equalTo("foreign"));
        given().get("/v1/adapters/foreign").then().body("usable", equalTo(false));
    }

    @Test
    void refusesAnAdapterWhoseFilesAreNotThere() {
        announce(Announcements.of("hollow"));

        problem(generate("{\"prompt\":\"a\",\"adapters\":[{\"id\":\"hollow\"}]}"), "adapter-not-found", 404);
        problem(
                given().get("/v1/adapters/hollow/files/adapter_model.safetensors")
                        .then(),
                "adapter-not-found",
                404);
    }

    @Test
    void sendsClientsAwayWhenTheQueueIsFull() {
        block();
        for (int i = 0; i < 3; i++) {
            int before = i;
            start("{\"prompt\":\"a\",\"n\":2,\"seed\":" + i + "}").statusCode(202);
            await(() -> queue.depth() >= before);
            if (i == 0) {
                await(() -> queue.depth() == 0);
            }
        }

        problem(generate("{\"prompt\":\"a\"}"), "queue-full", 429).header("Retry-After", matchesPattern("[1-9][0-9]*"));
        release.countDown();
    }

    @Test
    void tellsWhatTheEngineLacks() {
        GENERATOR.before(run -> {
            throw new MemoryExhaustedException("too large", null);
        });
        problem(generate("{\"prompt\":\"a\"}"), "gpu-memory-exhausted", 503);

        GENERATOR.before(run -> {
            throw new StoreUnavailableException("away", null);
        });
        problem(generate("{\"prompt\":\"a\"}"), "store-unavailable", 503);
    }

    @Test
    void revealsNothingOfAnInternalFault() {
        GENERATOR.before(run -> {
            throw new IllegalStateException("secret");
        });

        String body = problem(generate("{\"prompt\":\"a\"}"), "internal-error", 500)
                .extract()
                .asString();

        assertThat(body).doesNotContain("secret");
    }

    @Test
    void endsImagesThatTakeTooLong() {
        List<Integer> steps = new CopyOnWriteArrayList<>();
        GENERATOR.atStep(step -> {
            steps.add(step);
            if (step == 2) {
                awaitRelease();
            }
        });

        problem(generate("{\"prompt\":\"a\"}"), "generation-timeout", 504);
        release.countDown();

        generate("{\"prompt\":\"b\"}").statusCode(200);
        assertThat(steps).startsWith(0, 1, 2, 0);
    }

    @Test
    void keepsAnAdapterWhileTheBrokerIsAway() {
        announce(stored("staying", "w"));
        broker.close();
        try {
            problem(given().delete("/v1/adapters/staying").then(), "broker-unavailable", 503);
            given().get("/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body("checks.find { it.name == 'broker' }.status", equalTo("DOWN"));
        } finally {
            broker.start();
        }

        await(() -> given().delete("/v1/adapters/staying").statusCode() == 204);
        await(() -> given().get("/q/health/ready").statusCode() == 200);
    }
}
