package io.wavemesh.tests.watching;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.device.DeviceMeters;
import io.wavemesh.device.DeviceReading;
import io.wavemesh.device.DeviceWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The services' meters of a GPU, served as they serve them, of a GPU whose readings are made up: machines without one have no
 * other, and queries must find their names and labels.
 */
final class GpuMeters implements AutoCloseable {
    private static final DeviceReading READING = new DeviceReading(
            "made up",
            "GPU-0",
            "0",
            OptionalLong.of(80L << 30),
            OptionalLong.of(30L << 30),
            OptionalInt.of(90),
            OptionalLong.of(0),
            new TreeMap<>(),
            Optional.empty());

    private final HttpServer server;

    GpuMeters() throws IOException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new DeviceMeters(new DeviceWatch(() -> READING)).bindTo(registry);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/metrics", exchange -> {
            byte[] body = scrape(registry).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** As Prometheus wants gauges and counters. */
    private static String scrape(MeterRegistry registry) {
        StringBuilder text = new StringBuilder();
        for (Meter meter : registry.getMeters()) {
            Meter.Id id = meter.getId();
            String name = id.getName().replace('.', '_')
                    + (id.getBaseUnit() == null ? "" : "_" + id.getBaseUnit())
                    + (id.getType() == Meter.Type.COUNTER ? "_total" : "");
            String labels = id.getTags().stream()
                    .map(tag -> tag.getKey() + "=\"" + tag.getValue() + "\"")
                    .collect(Collectors.joining(",", "{", "}"));
            for (Measurement measurement : meter.measure()) {
                text.append(name + labels + " " + measurement.getValue() + "\n");
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
