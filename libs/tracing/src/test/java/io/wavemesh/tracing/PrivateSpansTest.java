package io.wavemesh.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

class PrivateSpansTest {
    @Test
    void strikesOutWhoAsksAndKeepsTheRest() {
        InMemorySpanExporter exporter = InMemorySpanExporter.create();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .addSpanProcessor(new PrivateSpans())
                .build()) {
            provider.get("test")
                    .spanBuilder("GET /v1/subjects")
                    .setAttribute("client.address", "10.1.2.3")
                    .setAttribute("user_agent.original", "curl of Ann")
                    .setAttribute("url.query", "who=Ann")
                    .setAttribute("url.path", "/v1/subjects")
                    .startSpan()
                    .end();

            assertThat(exporter.getFinishedSpanItems()).hasSize(1).allSatisfy(span -> assertThat(
                            span.getAttributes().asMap())
                    .isEqualTo(Attributes.builder()
                            .put("client.address", "-")
                            .put("user_agent.original", "-")
                            .put("url.query", "-")
                            .put("url.path", "/v1/subjects")
                            .build()
                            .asMap()));
        }
    }
}
