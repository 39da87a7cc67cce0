package io.wavemesh.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The traces of a service: Quarkus' OpenTelemetry, or one that does nothing at all where tracing is off. */
@Singleton
public final class Tracing {
    private final OpenTelemetry telemetry;

    /** Even an SDK that is off gives spans ids, which would end up in messages. */
    Tracing(OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean off) {
        this.telemetry = off ? OpenTelemetry.noop() : telemetry;
    }

    /** Traces nothing. */
    public static Tracing none() {
        return new Tracing(OpenTelemetry.noop(), true);
    }

    /** What libraries take. */
    public OpenTelemetry telemetry() {
        return telemetry;
    }

    /**
     * Makes the spans of a service.
     *
     * @param scope name of the code that makes them
     */
    public Tracer tracer(String scope) {
        return telemetry.getTracer(scope);
    }
}
