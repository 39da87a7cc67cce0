package io.wavemesh.trainer.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.function.Supplier;

/** The span of a part of a job, below the thread's current span. Holds ids and numbers only: no words, names or messages. */
final class WorkSpan implements AutoCloseable {
    static final AttributeKey<String> JOB = AttributeKey.stringKey("wavemesh.job.id");
    static final AttributeKey<String> ADAPTER = AttributeKey.stringKey("wavemesh.adapter.id");
    static final AttributeKey<Long> PICTURES = AttributeKey.longKey("wavemesh.pictures");
    static final AttributeKey<Long> STEPS = AttributeKey.longKey("wavemesh.steps");
    static final AttributeKey<Long> FIRST_STEP = AttributeKey.longKey("wavemesh.first_step");
    static final AttributeKey<Double> LOSS = AttributeKey.doubleKey("wavemesh.loss");

    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    private final Span span;

    private WorkSpan(Span span) {
        this.span = span;
    }

    static WorkSpan begin(Tracer tracer, String name) {
        return new WorkSpan(tracer.spanBuilder(name).startSpan());
    }

    /** A part of this part. */
    WorkSpan part(Tracer tracer, String name) {
        return new WorkSpan(
                tracer.spanBuilder(name).setParent(Context.current().with(span)).startSpan());
    }

    void set(AttributeKey<String> key, String value) {
        span.setAttribute(key, value);
    }

    void set(AttributeKey<Long> key, long value) {
        span.setAttribute(key, value);
    }

    void set(AttributeKey<Double> key, double value) {
        span.setAttribute(key, value);
    }

    /** It ended otherwise than wanted. */
    void failed(String type) {
        span.setAttribute(ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR);
    }

    /** Does the work; of an exception only the class is told. */
    <T> T run(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            failed(e.getClass().getName());
            throw e;
        }
    }

    @Override
    public void close() {
        span.end();
    }
}
