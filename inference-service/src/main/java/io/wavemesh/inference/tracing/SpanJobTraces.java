package io.wavemesh.inference.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.inference.domain.GenerationSettings;
import io.wavemesh.inference.domain.JobTrace;

/** Follows jobs by spans below the request that asked for them; a job without one is not followed. */
public final class SpanJobTraces implements JobTrace.Source {
    private final Tracer tracer;

    /** Makes spans by this tracer. */
    public SpanJobTraces(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public JobTrace begin(RequestId id, GenerationSettings settings) {
        Context request = Context.current();
        return Span.fromContext(request).getSpanContext().isValid()
                ? new SpanJobTrace(tracer, request, id, settings)
                : JobTrace.NONE;
    }
}
