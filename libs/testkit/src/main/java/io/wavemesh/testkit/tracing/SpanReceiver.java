package io.wavemesh.testkit.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Takes spans as a collector does (OTLP over HTTP, protobuf) and keeps them. Closed by the caller. */
public final class SpanReceiver implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SERVICE = "service.name";

    private final HttpServer server;
    private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    private SpanReceiver(HttpServer server) {
        this.server = server;
    }

    /** Listens on a free port of this machine. */
    public static SpanReceiver start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            SpanReceiver receiver = new SpanReceiver(server);
            server.createContext("/", receiver::take);
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Settings that have a service send every trace here at once. */
    public Map<String, String> settings() {
        return Map.of(
                "quarkus.otel.sdk.disabled", "false",
                "quarkus.otel.traces.sampler.arg", "1",
                "quarkus.otel.exporter.otlp.endpoint", endpoint(),
                "quarkus.otel.exporter.otlp.protocol", "http/protobuf",
                "quarkus.otel.bsp.schedule.delay", "100ms");
    }

    /** Where it listens. */
    public String endpoint() {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort();
    }

    /** All spans so far. */
    public List<ReceivedSpan> spans() {
        return spans;
    }

    /** All that was sent so far, whatever it was, as text of one byte a character. */
    public List<String> bodies() {
        return bodies;
    }

    /** Waits half a minute for a span. */
    public ReceivedSpan await(String what, Predicate<ReceivedSpan> wanted) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            for (ReceivedSpan span : spans) {
                if (wanted.test(span)) {
                    return span;
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        throw new AssertionError("no span within " + LIMIT + ": " + what + "; there are "
                + spans.stream().map(ReceivedSpan::name).toList());
    }

    /** Waits half a minute for a span of this name in a trace. */
    public ReceivedSpan await(String traceId, String name) {
        return await(
                name + " in trace " + traceId,
                span -> span.traceId().equals(traceId) && span.name().equals(name));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            bodies.add(new String(body, StandardCharsets.ISO_8859_1));
            for (ResourceSpans of : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
                String service =
                        ReceivedSpan.texts(of.getResource().getAttributesList()).getOrDefault(SERVICE, "");
                of.getScopeSpansList().stream()
                        .flatMap(scope -> scope.getSpansList().stream())
                        .forEach(span -> spans.add(ReceivedSpan.of(service, span)));
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }
}
