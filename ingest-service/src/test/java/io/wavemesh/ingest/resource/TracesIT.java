package io.wavemesh.ingest.resource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.wavemesh.ingest.TestImages;
import io.wavemesh.testkit.quarkus.ReceiverResource;
import io.wavemesh.testkit.tracing.ReceivedSpan;
import io.wavemesh.testkit.tracing.SpanReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a collector learns of requests. */
@QuarkusTest
@QuarkusTestResource(MeshResource.class)
@WithTestResource(value = ReceiverResource.class, scope = TestResourceScope.MATCHING_RESOURCES)
class TracesIT extends MeshCase {
    private static final String CLIENT_SPAN = "b7ad6b7169203331";
    /** In everything that says something of a person, or of who asks. */
    private static final String SECRET = "zanzibar";

    SpanReceiver receiver;

    @Test
    void theTraceOfARequestGoesOnWithTheJob() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        String job = picture()
                .header("traceparent", "00-" + trace + "-" + CLIENT_SPAN + "-01")
                .multiPart("class_noun", "dog")
                .post("/v1/subjects")
                .then()
                .statusCode(202)
                .extract()
                .path("jobId");

        ReceivedSpan request = receiver.await(trace, "POST /v1/subjects");
        ReceivedSpan order = receiver.await(trace, "send it.training-jobs");
        assertThat(request)
                .returns("ingest", ReceivedSpan::service)
                .returns("SPAN_KIND_SERVER", ReceivedSpan::kind)
                .returns(CLIENT_SPAN, ReceivedSpan::parentId);
        assertThat(order)
                .matches(span -> span.isPartOf(request))
                .returns("SPAN_KIND_PRODUCER", ReceivedSpan::kind)
                .returns(job, span -> span.attributes().get("messaging.message.id"));
    }

    @Test
    void nothingThatSaysSomethingOfAPersonIsSent() {
        secretive()
                .multiPart("images", SECRET + ".png", TestImages.png(1))
                .multiPart("class_noun", SECRET)
                .multiPart("instance_token", SECRET)
                .multiPart("name", SECRET)
                .header("Idempotency-Key", SECRET)
                .post("/v1/subjects?who=" + SECRET)
                .then()
                .statusCode(202);
        secretive()
                .multiPart("images", SECRET + ".png", SECRET.getBytes())
                .multiPart("class_noun", SECRET.repeat(20))
                .multiPart("training", "{\"" + SECRET + "\":")
                .post("/v1/subjects")
                .then()
                .statusCode(422);
        secretive().get("/v1/subjects?limit=" + SECRET).then().statusCode(400);
        secretive().body(SECRET).post("/v1/subjects").then().statusCode(415);
        String last = "00f7651916cd43dd8448eb211c80319c";
        given().header("traceparent", "00-" + last + "-" + CLIENT_SPAN + "-01").get("/v1/subjects");

        receiver.await(last, "GET /v1/subjects");

        assertThat(receiver.spans())
                .extracting(span -> span.attributes().get("http.response.status_code"))
                .contains("202", "422", "400", "415", "200");
        assertThat(receiver.bodies()).noneMatch(body -> body.contains(SECRET));
        assertThat(receiver.bodies()).noneMatch(body -> body.contains("127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-4bf7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-4bf7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-4bf7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-4bf7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-" + "4bf7651916cd43dd8448eb211c80319c"
            })
    void aMalformedParentCountsAsNone(String parent) {
        given().header("traceparent", parent)
                .header("tracestate", "=,;" + "x".repeat(2000))
                .get("/v1/subjects/sub-1/events")
                .then()
                .statusCode(404);

        ReceivedSpan span = receiver.await("the refusal", one -> one.name().endsWith("/events"));
        assertThat(span.parentId()).isEmpty();
        assertThat(span.traceId()).isNotEqualTo("4bf7651916cd43dd8448eb211c80319c");
    }

    @Test
    void probesAndScrapesAreNotFollowed() {
        given().get("/q/health/ready"); // whatever it answers while the service starts
        given().get("/q/metrics").then().statusCode(200);
        String last = "01f7651916cd43dd8448eb211c80319c";
        given().header("traceparent", "00-" + last + "-" + CLIENT_SPAN + "-01").get("/v1/subjects");

        receiver.await(last, "GET /v1/subjects");

        assertThat(receiver.spans())
                .noneMatch(
                        span -> span.attributes().getOrDefault("url.path", "").startsWith("/q/"));
    }

    private static RequestSpecification secretive() {
        return given().header("User-Agent", SECRET)
                .header("X-API-Key", SECRET)
                .header("X-Forwarded-For", SECRET)
                .header("baggage", "who=" + SECRET);
    }
}
