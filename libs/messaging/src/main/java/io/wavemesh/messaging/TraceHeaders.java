package io.wavemesh.messaging;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Record headers as OpenTelemetry's propagators read and write them. */
enum TraceHeaders implements TextMapGetter<Headers>, TextMapSetter<Headers> {
    INSTANCE;

    /** Whatever is longer counts as missing; W3C Trace Context asks for 512 characters of {@code tracestate}. */
    static final int LONGEST = 512;

    @Override
    public Iterable<String> keys(Headers headers) {
        return Arrays.stream(headers.toArray()).map(Header::key).toList();
    }

    @Override
    public String get(Headers headers, String name) {
        Header header = headers == null ? null : headers.lastHeader(name);
        return header == null || header.value() == null || header.value().length > LONGEST
                ? null
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void set(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
