package io.wavemesh.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.wavemesh.contracts.Disposition;
import io.wavemesh.contracts.RetryableException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSpansTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

    @RegisterExtension
    static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

    private final RecordSpans spans = new RecordSpans(TELEMETRY.getOpenTelemetry());

    @Test
    void aSentRecordCarriesTheSpanThatSentIt() {
        ProducerRecord<byte[], byte[]> record = record();

        inARequest(() -> spans.sending(record, "job-1").close());

        SpanData sent = span("send jobs");
        assertThat(text(record.headers(), "traceparent"))
                .contains("00-" + sent.getTraceId() + "-" + sent.getSpanId() + "-01");
        assertThat(sent.getParentSpanId()).isEqualTo(span("request").getSpanId());
        assertThat(sent.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(sent.getAttributes().asMap())
                .isEqualTo(Attributes.builder()
                        .put("messaging.system", "kafka")
                        .put("messaging.operation.name", "send")
                        .put("messaging.operation.type", "send")
                        .put("messaging.destination.name", "jobs")
                        .put("messaging.message.id", "job-1")
                        .build()
                        .asMap());
    }

    @Test
    void whatNobodyAskedForBeginsNoTrace() {
        ProducerRecord<byte[], byte[]> record = record();

        spans.sending(record, "job-1").close();

        assertThat(record.headers()).isEmpty();
        assertThat(TELEMETRY.getSpans()).isEmpty();
    }

    @Test
    void withoutTelemetryThereIsNoHeader() {
        ProducerRecord<byte[], byte[]> record = record();

        inARequest(() ->
                new RecordSpans(OpenTelemetry.noop()).sending(record, "job-1").close());

        assertThat(record.headers()).isEmpty();
        assertThat(TELEMETRY.getSpans()).hasSize(1);
    }

    @Test
    void workIsPartOfTheTraceThatAskedForIt() {
        Span current;
        try (RecordSpan span = spans.working(received("traceparent", PARENT), "trainers")) {
            span.attempt(2);
            current = Span.current();
        }

        SpanData work = span("process jobs");
        assertThat(current.getSpanContext()).isEqualTo(work.getSpanContext());
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
        assertThat(work.getTraceId()).isEqualTo(TRACE);
        assertThat(work.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(work.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(work.getAttributes().asMap())
                .isEqualTo(Attributes.builder()
                        .put("messaging.system", "kafka")
                        .put("messaging.operation.name", "process")
                        .put("messaging.operation.type", "process")
                        .put("messaging.destination.name", "jobs")
                        .put("messaging.destination.partition.id", "3")
                        .put("messaging.kafka.offset", 7)
                        .put("messaging.consumer.group.name", "trainers")
                        .put("wavemesh.attempt", 2)
                        .build()
                        .asMap());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01x",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0\u00e9",
                "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01"
            })
    void aMalformedParentCountsAsNone(String parent) {
        assertIsNoParent(parent);
    }

    @Test
    void anOverlongParentCountsAsNone() {
        // The standard lets later versions be longer; these are not.
        assertIsNoParent("cc" + PARENT.substring(2) + "-" + "a".repeat(TraceHeaders.LONGEST));
        assertIsNoParent(PARENT + "a".repeat(1 << 20));
    }

    @Test
    void anOverlongStateIsLeftOut() {
        ConsumerRecord<byte[], byte[]> record = received("traceparent", PARENT);
        record.headers().add("tracestate", bytes("a=" + "b".repeat(1 << 20)));

        spans.working(record, "trainers").close();

        assertThat(span("process jobs").getTraceId()).isEqualTo(TRACE);
        assertThat(span("process jobs").getSpanContext().getTraceState().isEmpty())
                .isTrue();
    }

    @Test
    void aHeaderWithoutValueCountsAsNone() {
        ConsumerRecord<byte[], byte[]> record = received("traceparent", PARENT);
        record.headers().add("traceparent", null);

        assertThat(spans.following(record)).isSameAs(RecordSpan.NONE);
    }

    @Test
    void aReaderFollowsOnlyWhatComesWithATrace() {
        spans.following(received("other", "1")).close();
        assertThat(TELEMETRY.getSpans()).isEmpty();

        spans.following(received("traceparent", PARENT)).close();
        assertThat(span("process jobs").getTraceId()).isEqualTo(TRACE);
    }

    @ParameterizedTest
    @EnumSource(Disposition.class)
    void whatIsNotDoneIsAnError(Disposition disposition) {
        try (RecordSpan span = spans.working(received("other", "1"), "trainers")) {
            span.settled(disposition);
        }

        assertThat(span("process jobs").getStatus().getStatusCode())
                .isEqualTo(disposition == Disposition.DONE ? StatusCode.UNSET : StatusCode.ERROR);
    }

    @Test
    void ofAnExceptionOnlyTheClassIsTold() {
        inARequest(() -> {
            RecordSpan span = spans.sending(record(), "job-1");
            span.failed(new RetryableException("what a secret"));
            span.close();
        });

        SpanData sent = span("send jobs");
        assertThat(sent.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("io.wavemesh.contracts.RetryableException");
        assertThat(sent.getEvents()).isEmpty();
        assertThat(sent.toString()).doesNotContain("secret");
    }

    private void assertIsNoParent(String parent) {
        ConsumerRecord<byte[], byte[]> record = received("traceparent", parent);

        assertThat(spans.following(record)).isSameAs(RecordSpan.NONE);
        spans.working(record, "trainers").close();
        SpanData work = TELEMETRY.getSpans().get(TELEMETRY.getSpans().size() - 1);
        assertThat(work.getTraceId()).isNotEqualTo(TRACE);
        assertThat(work.getParentSpanContext().isValid()).isFalse();
    }

    private static void inARequest(Runnable action) {
        Span request = TELEMETRY
                .getOpenTelemetry()
                .getTracer("test")
                .spanBuilder("request")
                .startSpan();
        Scope scope = request.makeCurrent();
        try {
            action.run();
        } finally {
            scope.close();
            request.end();
        }
    }

    private static SpanData span(String name) {
        return TELEMETRY.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ProducerRecord<byte[], byte[]> record() {
        return new ProducerRecord<>("jobs", bytes("key"), bytes("value"));
    }

    private static ConsumerRecord<byte[], byte[]> received(String header, String value) {
        Headers headers = new RecordHeaders().add(header, bytes(value));
        return new ConsumerRecord<>(
                "jobs",
                3,
                7,
                0,
                TimestampType.CREATE_TIME,
                3,
                5,
                bytes("key"),
                bytes("value"),
                headers,
                Optional.empty());
    }

    private static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(TraceHeaders.INSTANCE.get(headers, name));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
