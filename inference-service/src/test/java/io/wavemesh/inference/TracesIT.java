package io.wavemesh.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.wavemesh.testkit.quarkus.ReceiverResource;
import io.wavemesh.testkit.tracing.ReceivedSpan;
import io.wavemesh.testkit.tracing.SpanReceiver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a collector learns of requests for images. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
@WithTestResource(value = ReceiverResource.class, scope = TestResourceScope.MATCHING_RESOURCES)
class TracesIT extends ServiceCase {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CLIENT_SPAN = "b7ad6b7169203331";
    /** In everything that says something of a person, or of who asks. */
    private static final String SECRET = "zanzibar";

    SpanReceiver receiver;

    @Test
    void aRequestIsFollowedThroughTheQueueToItsImages() {
        announce(stored("traced", "values"));

        given().contentType(ContentType.JSON)
                .header("traceparent", "00-" + TRACE + "-" + CLIENT_SPAN + "-01")
                .header("User-Agent", SECRET)
                .body("{\"prompt\":\"" + SECRET + "\",\"negative_prompt\":\"" + SECRET
                        + "\",\"n\":2,\"adapters\":[{\"id\":\"traced\"}]}")
                .post(GENERATIONS + "?who=" + SECRET)
                .then()
                .statusCode(200);

        ReceivedSpan request = receiver.await(TRACE, "POST /v1/images/generations");
        ReceivedSpan draw = receiver.await(TRACE, "draw");
        assertThat(request).returns("inference", ReceivedSpan::service).returns(CLIENT_SPAN, ReceivedSpan::parentId);
        assertThat(receiver.await(TRACE, "queue")).matches(span -> span.isPartOf(request));
        assertThat(draw).matches(span -> span.isPartOf(request));
        assertThat(draw.attributes())
                .containsEntry("wavemesh.images", "2")
                .containsEntry("wavemesh.adapters", "1")
                .containsEntry("wavemesh.outcome", "succeeded");
        for (String part :
                List.of("prepare adapters", "encode prompts", "denoise", "decode", "encode png", "deliver")) {
            assertThat(receiver.await(TRACE, part)).matches(span -> span.isPartOf(draw));
        }
        assertThat(receiver.bodies()).noneMatch(body -> body.contains(SECRET));
    }

    @Test
    void aRefusalSaysNothingOfWhatWasAskedFor() {
        String trace = "1af7651916cd43dd8448eb211c80319c";
        for (String body : List.of(
                "{\"prompt\":\"" + SECRET + "\",\"scheduler\":\"" + SECRET + "\"}",
                "{\"prompt\":\"" + SECRET + "\",\"adapters\":[{\"id\":\"" + SECRET + "\"}]}",
                "{\"prompt\":\"" + SECRET,
                "{\"" + SECRET + "\":1}")) {
            given().contentType(ContentType.JSON)
                    .header("traceparent", "00-" + trace + "-" + CLIENT_SPAN + "-01")
                    .body(body)
                    .post(GENERATIONS)
                    .then()
                    .statusCode(org.hamcrest.Matchers.oneOf(400, 404, 422));
        }

        await(() -> receiver.spans().stream()
                        .filter(span -> span.traceId().equals(trace))
                        .count()
                == 4);
        assertThat(receiver.bodies()).noneMatch(body -> body.contains(SECRET));
    }
}
