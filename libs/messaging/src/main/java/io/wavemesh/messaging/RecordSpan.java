package io.wavemesh.messaging;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.wavemesh.contracts.Disposition;
import java.util.Locale;

/** The span of one record, from its beginning until it is closed, by the thread that began it. */
final class RecordSpan implements AutoCloseable {
    /** Of a record that nobody follows. */
    static final RecordSpan NONE = new RecordSpan(Span.getInvalid(), Scope.noop());

    private static final AttributeKey<String> DISPOSITION = AttributeKey.stringKey("wavemesh.disposition");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("wavemesh.attempt");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    private final Span span;
    private final Scope scope;

    RecordSpan(Span span, Scope scope) {
        this.span = span;
        this.scope = scope;
    }

    /** Which delivery of the record this is, from 1. */
    void attempt(int attempt) {
        span.setAttribute(ATTEMPT, (long) attempt);
    }

    /** What became of the record; a reason may say more than a trace should. */
    void settled(Disposition disposition) {
        String name = disposition.name().toLowerCase(Locale.ROOT);
        span.setAttribute(DISPOSITION, name);
        if (disposition != Disposition.DONE) {
            failed(name);
        }
    }

    /** It ended in an exception; its message may say more than a trace should. */
    void failed(RuntimeException cause) {
        failed(cause.getClass().getName());
    }

    private void failed(String type) {
        span.setAttribute(ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR);
    }

    @Override
    public void close() {
        scope.close();
        span.end();
    }
}
