package io.wavemesh.ingest.resource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wavemesh.ingest.TestImages;
import io.wavemesh.testkit.access.AccessFixture;
import io.wavemesh.testkit.quarkus.AccessResource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A stream does not outlive what its client was let in by. */
@QuarkusTest
@QuarkusTestResource(MeshResource.class)
@WithTestResource(value = AccessResource.class, scope = TestResourceScope.MATCHING_RESOURCES)
class OpenStreamsIT extends MeshCase {
    private static final Duration BOUND = Duration.ofSeconds(10);

    AccessFixture keys;

    @Test
    void endsSoonAfterItsKeyIsWithdrawnAndNoOther() throws Exception {
        String events = events(keys.key("ann"));
        List<String> before = Files.readAllLines(keys.file());
        String withdrawn = keys.key("ann's second").split("_")[1];
        try (SseClient stays = SseClient.open(events, keys.key("ann"));
                SseClient goes = SseClient.open(events, keys.key("ann's second"))) {
            stays.awaitLine(line -> line.contains("QUEUED"));
            goes.awaitLine(line -> line.contains("QUEUED"));

            Instant begin = Instant.now();
            replaceKeys(
                    before.stream().filter(line -> !line.startsWith(withdrawn)).toList());
            within(goes::rest);
            assertThat(Duration.between(begin, Instant.now())).isLessThan(BOUND);

            stays.awaitLine(line -> line.startsWith(":"));
        } finally {
            replaceKeys(before);
        }
    }

    @Test
    void endsSoonAfterItsTokenIsOver() throws Exception {
        Map<String, Object> claims =
                new HashMap<>(keys.issuer().claims("ann", AccessFixture.AUDIENCE, "subjects:write subjects:read"));
        String events = events(keys.issuer().token(claims));
        Instant end = Instant.now().plusSeconds(4);
        claims.put("exp", end.getEpochSecond());

        try (SseClient goes = SseClient.open(events, keys.issuer().token(claims))) {
            goes.awaitLine(line -> line.contains("QUEUED"));
            within(goes::rest);
        }

        assertThat(Instant.now()).isBetween(end.minusSeconds(1), end.plus(BOUND));
    }

    private static void within(Callable<?> work) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            thread.submit(work).get(BOUND.toSeconds() * 2, TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }
    }

    private void replaceKeys(List<String> lines) throws Exception {
        Path other = Files.write(keys.file().resolveSibling("next"), lines);
        Files.move(other, keys.file(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String events(String credentials) {
        String subject = given().header("Authorization", "Bearer " + credentials)
                .multiPart("images", "a.png", TestImages.png(1))
                .multiPart("class_noun", "dog")
                .post("/v1/subjects")
                .then()
                .statusCode(202)
                .extract()
                .path("subjectId");
        return "/v1/subjects/" + subject + "/events";
    }
}
