package io.wavemesh.inference.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.inference.domain.GenerationSettings;
import io.wavemesh.inference.domain.JobState;
import io.wavemesh.inference.domain.JobTrace;
import java.util.Locale;

/** A span of the wait and one of the drawing, with one for each of its parts. They hold ids and numbers only, never prompts. */
final class SpanJobTrace implements JobTrace {
    private static final AttributeKey<String> JOB = AttributeKey.stringKey("wavemesh.job.id");
    private static final AttributeKey<Long> IMAGES = AttributeKey.longKey("wavemesh.images");
    private static final AttributeKey<Long> STEPS = AttributeKey.longKey("wavemesh.steps");
    private static final AttributeKey<Long> ADAPTERS = AttributeKey.longKey("wavemesh.adapters");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("wavemesh.outcome");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    private final Tracer tracer;
    private final Context request;
    private final Attributes attributes;
    private Part part = Part.QUEUE;
    private Span whole;
    private Span partSpan = Span.getInvalid();
    private boolean over;

    SpanJobTrace(Tracer tracer, Context request, RequestId id, GenerationSettings settings) {
        this.tracer = tracer;
        this.request = request;
        this.attributes = Attributes.of(
                JOB, id.value(),
                IMAGES, (long) settings.count(),
                STEPS, (long) settings.sampling().steps(),
                ADAPTERS, (long) settings.adapters().size());
        this.whole = begin("queue", request);
    }

    @Override
    public synchronized void enter(Part next) {
        if (over || next == part) {
            return;
        }
        if (part == Part.QUEUE) {
            whole.end();
            whole = begin("draw", request);
        }
        partSpan.end();
        partSpan = begin(name(next), request.with(whole));
        part = next;
    }

    @Override
    public synchronized void end(JobState.Ended end) {
        if (!over) {
            over = true;
            partSpan.end();
            whole.setAttribute(OUTCOME, end.phase().name().toLowerCase(Locale.ROOT));
            if (end instanceof JobState.Failed failed) {
                whole.setAttribute(ERROR_TYPE, failed.kind().type());
                whole.setStatus(StatusCode.ERROR);
            }
            whole.end();
        }
    }

    private Span begin(String name, Context parent) {
        return tracer.spanBuilder(name)
                .setParent(parent)
                .setAllAttributes(attributes)
                .startSpan();
    }

    private static String name(Part part) {
        return part.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
