package io.wavemesh.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TracingTest {
    @RegisterExtension
    static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

    @Test
    void isWhatQuarkusMadeWhereItIsOn() {
        Tracing tracing = new Tracing(TELEMETRY.getOpenTelemetry(), false);

        tracing.tracer("test").spanBuilder("work").startSpan().end();

        assertThat(TELEMETRY.getSpans()).hasSize(1);
    }

    @Test
    void givesNoIdsWhereItIsOffWhateverQuarkusMade() {
        Tracing tracing = new Tracing(TELEMETRY.getOpenTelemetry(), true);

        Span span = tracing.tracer("test").spanBuilder("work").startSpan();

        assertThat(span.getSpanContext().isValid()).isFalse();
        assertThat(tracing.telemetry().getPropagators().getTextMapPropagator().fields())
                .isEmpty();
    }
}
