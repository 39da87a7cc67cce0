package io.wavemesh.messaging;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The spans of records that are sent and worked on, named as OpenTelemetry's conventions for messaging name them, and a
 * trace's way through record headers: {@code traceparent} and {@code tracestate} of W3C Trace Context, as OpenTelemetry's own
 * instrumentation of Kafka has them. Spans hold ids and numbers, never what a record says. Without an SDK none is made and no
 * header is written.
 */
final class RecordSpans {
    private static final String SCOPE = "io.wavemesh.messaging";

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> PARTITION = AttributeKey.stringKey("messaging.destination.partition.id");
    private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");
    private static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
    private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("messaging.message.id");

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    RecordSpans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer(SCOPE);
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /**
     * Begins the span of a record that is being sent, below the thread's current span, and puts it into the headers. None if
     * there is no current span: heartbeats, and progress that a timer tells, would be traces of their own.
     */
    RecordSpan sending(ProducerRecord<byte[], byte[]> record, String messageId) {
        if (!Span.current().getSpanContext().isValid()) {
            return RecordSpan.NONE;
        }
        Span span = span("send", record.topic())
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute(MESSAGE, messageId)
                .startSpan();
        propagator.inject(Context.current().with(span), record.headers(), TraceHeaders.INSTANCE);
        return new RecordSpan(span, Scope.noop());
    }

    /** Begins the span of a record's work below the span that sent it; it is the thread's current one until it is closed. */
    RecordSpan working(ConsumerRecord<byte[], byte[]> record, String group) {
        return received(record, sender(record), span("process", record.topic()).setAttribute(GROUP, group));
    }

    /** The same for a reader without a group, if the record came with a trace: a topic's past is not told again as spans. */
    RecordSpan following(ConsumerRecord<byte[], byte[]> record) {
        Context sender = sender(record);
        return Span.fromContext(sender).getSpanContext().isValid()
                ? received(record, sender, span("process", record.topic()))
                : RecordSpan.NONE;
    }

    private static RecordSpan received(ConsumerRecord<byte[], byte[]> record, Context sender, SpanBuilder builder) {
        Span span = builder.setParent(sender)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(PARTITION, Integer.toString(record.partition()))
                .setAttribute(OFFSET, record.offset())
                .startSpan();
        return new RecordSpan(span, span.makeCurrent());
    }

    private SpanBuilder span(String operation, String topic) {
        return tracer.spanBuilder(operation + " " + topic)
                .setAttribute(SYSTEM, "kafka")
                .setAttribute(OPERATION, operation)
                .setAttribute(OPERATION_TYPE, operation)
                .setAttribute(DESTINATION, topic);
    }

    private Context sender(ConsumerRecord<byte[], byte[]> record) {
        return propagator.extract(Context.root(), record.headers(), TraceHeaders.INSTANCE);
    }
}
