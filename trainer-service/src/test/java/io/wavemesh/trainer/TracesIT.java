package io.wavemesh.trainer;

import static io.restassured.RestAssured.given;
import static io.wavemesh.trainer.Seen.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.testkit.quarkus.ReceiverResource;
import io.wavemesh.testkit.tracing.ReceivedSpan;
import io.wavemesh.testkit.tracing.SpanReceiver;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collector learns of jobs. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
@WithTestResource(value = ReceiverResource.class, scope = TestResourceScope.MATCHING_RESOURCES)
class TracesIT {
    @Inject
    ObjectStore store;

    @Inject
    Topics topics;

    @Inject
    EventPublisher publisher;

    @Inject
    OpenTelemetry telemetry;

    SpanReceiver receiver;

    @BeforeEach
    void awaitReadiness() {
        eventually("the service is ready", () -> given().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void aJobIsFollowedFromItsOrderToItsAnnouncement() {
        TrainingJob job = Jobs.stored(store, "traced", Jobs.settings(3));

        String trace = order(job);

        ReceivedSpan order = receiver.await(trace, "send it.training-jobs");
        ReceivedSpan work = receiver.await(trace, "process it.training-jobs");
        ReceivedSpan train = receiver.await(trace, "train");
        assertThat(work)
                .matches(span -> span.isPartOf(order))
                .returns("SPAN_KIND_CONSUMER", ReceivedSpan::kind)
                .returns("traced", span -> span.attributes().get("wavemesh.job.id"))
                .returns("done", span -> span.attributes().get("wavemesh.disposition"));
        for (String part : List.of("fetch pictures", "train", "store adapter", "send it.adapters")) {
            assertThat(receiver.await(trace, part)).matches(span -> span.isPartOf(work));
        }
        for (String part : List.of("encoding", "steps")) {
            assertThat(receiver.await(trace, part)).matches(span -> span.isPartOf(train));
        }
        assertSaysNothingOf(job);
    }

    @Test
    void aJobThatCanNotBeDoneIsAnError() {
        byte[] png = Jobs.png(3);
        store.put("subjects/subject-broken/pictures/a.png", png);
        ObjectRef wrong = new ObjectRef("subjects/subject-broken/pictures/a.png", Sha256.of(new byte[1]), png.length);
        TrainingJob job = Jobs.job("broken", Jobs.settings(3), Optional.empty(), List.of(Jobs.refTo(wrong)));

        String trace = order(job);

        assertThat(receiver.await(trace, "process it.training-jobs"))
                .matches(ReceivedSpan::failed)
                .returns("drop", span -> span.attributes().get("wavemesh.disposition"));
        assertThat(receiver.await(trace, "fetch pictures")).matches(ReceivedSpan::failed);
        assertSaysNothingOf(job);
    }

    /** Orders the job in a trace, whose id it returns. */
    private String order(TrainingJob job) {
        Span request = telemetry.getTracer("test").spanBuilder("request").startSpan();
        Scope scope = request.makeCurrent();
        try {
            publisher.publish(topics.trainingJobs(), job);
        } finally {
            scope.close();
            request.end();
        }
        return request.getSpanContext().getTraceId();
    }

    private void assertSaysNothingOf(TrainingJob job) {
        for (String word : List.of("Rex", "zjw", "acme", "subjects/")) {
            assertThat(receiver.bodies()).as(word).noneMatch(body -> body.contains(word));
        }
        assertThat(receiver.spans()).allMatch(span -> span.events().isEmpty());
        assertThat(job.name()).contains("Rex");
    }
}
