package io.wavemesh.local.demo;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** A multipart/form-data body (RFC 7578), built part by part in memory. */
final class MultipartBody {
    private final String boundary = "wavemesh-" + UUID.randomUUID();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds a text field, UTF-8. */
    MultipartBody text(String name, String value) {
        return part(
                "Content-Disposition: form-data; name=\"" + name + "\"\r\nContent-Type: text/plain; charset=UTF-8",
                value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a file. */
    MultipartBody file(String name, String fileName, String contentType, byte[] content) {
        String quoted = fileName.replaceAll("[\"\\\\\\p{Cntrl}]", "_");
        return part(
                "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + quoted + "\"\r\nContent-Type: "
                        + contentType,
                content);
    }

    /** Value of the request's Content-Type header. */
    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** The body as it stands. */
    BodyPublisher publisher() {
        byte[] end = ("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] parts = bytes.toByteArray();
        byte[] all = Arrays.copyOf(parts, parts.length + end.length);
        System.arraycopy(end, 0, all, parts.length, end.length);
        return BodyPublishers.ofByteArray(all);
    }

    private MultipartBody part(String headers, byte[] content) {
        bytes.writeBytes(("--" + boundary + "\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(content);
        bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return this;
    }
}
