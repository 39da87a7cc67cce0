package io.wavemesh.inference.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.AdapterWeight;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.inference.domain.FailureKind;
import io.wavemesh.inference.domain.GenerationSettings;
import io.wavemesh.inference.domain.JobState;
import io.wavemesh.inference.domain.JobTimes;
import io.wavemesh.inference.domain.JobTrace;
import io.wavemesh.inference.domain.JobTrace.Part;
import io.wavemesh.inference.domain.PictureSize;
import io.wavemesh.inference.domain.Sampling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SpanJobTraceTest {
    private static final JobTimes TIMES = new JobTimes(Duration.ZERO, Duration.ZERO);
    private static final JobState.Ended FINISHED = new JobState.Finished(List.of(), TIMES);

    @RegisterExtension
    static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

    private final Tracer tracer = TELEMETRY.getOpenTelemetry().getTracer("test");

    @Test
    void theWaitAndTheDrawingArePartsOfTheRequestAndItsPartsOfTheDrawing() {
        JobTrace trace = begin();
        for (Part part : Part.values()) {
            trace.enter(part);
            trace.enter(part);
        }
        trace.end(FINISHED);
        trace.enter(Part.DENOISE);
        trace.end(FINISHED);

        SpanData request = span("request");
        SpanData draw = span("draw");
        assertThat(span("queue").getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(draw.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(TELEMETRY.getSpans().stream()
                        .filter(span -> span.getParentSpanId().equals(draw.getSpanId())))
                .extracting(SpanData::getName)
                .containsExactly("prepare adapters", "encode prompts", "denoise", "decode", "encode png", "deliver");
        assertThat(draw.getAttributes().asMap())
                .isEqualTo(Attributes.builder()
                        .put("wavemesh.job.id", "job-1")
                        .put("wavemesh.images", 2)
                        .put("wavemesh.steps", 4)
                        .put("wavemesh.adapters", 1)
                        .put("wavemesh.outcome", "succeeded")
                        .build()
                        .asMap());
        assertThat(TELEMETRY.getSpans()).hasSize(9);
        assertThat(TELEMETRY.getSpans().toString()).doesNotContain("zebra", "blurred");
    }

    @Test
    void aFailureIsAnErrorWithItsTypeAndWithoutItsWords() {
        JobTrace trace = begin();
        trace.enter(Part.DENOISE);

        trace.end(new JobState.Failed(FailureKind.TIMED_OUT, "what a secret", TIMES));

        SpanData draw = span("draw");
        assertThat(draw.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(draw.getAttributes().asMap().toString()).contains("error.type=" + FailureKind.TIMED_OUT.type());
        assertThat(draw.toString()).doesNotContain("secret");
    }

    @Test
    void aJobThatIsCanceledInTheQueueWasNeverDrawn() {
        begin().end(new JobState.Cancelled(TIMES));

        assertThat(TELEMETRY.getSpans()).extracting(SpanData::getName).containsExactlyInAnyOrder("request", "queue");
    }

    @Test
    void aJobThatNobodyAskedForInATraceIsNotFollowed() {
        assertThat(new SpanJobTraces(tracer).begin(new RequestId("job-1"), settings()))
                .isSameAs(JobTrace.NONE);
    }

    private JobTrace begin() {
        Span request = tracer.spanBuilder("request").startSpan();
        Scope scope = request.makeCurrent();
        try {
            return new SpanJobTraces(tracer).begin(new RequestId("job-1"), settings());
        } finally {
            scope.close();
            request.end();
        }
    }

    private static GenerationSettings settings() {
        return new GenerationSettings(
                "a zebra",
                Optional.of("blurred"),
                2,
                7,
                new PictureSize(64, 64),
                new Sampling("euler", "leading", 4, 5),
                List.of(new AdapterWeight(new AdapterId("a"), 1)));
    }

    private static SpanData span(String name) {
        return TELEMETRY.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
