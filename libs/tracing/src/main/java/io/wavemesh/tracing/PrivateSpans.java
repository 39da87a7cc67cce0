package io.wavemesh.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Strikes out of spans what the instrumentation of HTTP says of who asks: address, program, and whatever clients write behind
 * the question mark. An attribute can't be removed, so its value becomes {@value #NOTHING}. Some of them are set at a span's
 * end only; the interface that is called then is still experimental in OpenTelemetry.
 */
@Singleton
public final class PrivateSpans implements ExtendedSpanProcessor {
    static final String NOTHING = "-";

    private static final List<AttributeKey<String>> PRIVATE = List.of(
            AttributeKey.stringKey("client.address"),
            AttributeKey.stringKey("network.peer.address"),
            AttributeKey.stringKey("url.full"),
            AttributeKey.stringKey("url.query"),
            AttributeKey.stringKey("user_agent.original"));

    PrivateSpans() {}

    @Override
    public void onEnding(ReadWriteSpan span) {
        for (AttributeKey<String> key : PRIVATE) {
            if (span.getAttribute(key) != null) {
                span.setAttribute(key, NOTHING);
            }
        }
    }

    @Override
    public boolean isOnEndingRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
