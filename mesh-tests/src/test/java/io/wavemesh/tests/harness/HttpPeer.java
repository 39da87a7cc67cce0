package io.wavemesh.tests.harness;

import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A client of one service; safe for many threads. */
public final class HttpPeer {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;
    private final Map<String, String> headers;

    /** A client that sends these headers with every request. */
    public HttpPeer(URI address, Map<String, String> headers) {
        this.address = address;
        this.headers = Map.copyOf(headers);
    }

    /** A client without headers of its own. */
    public HttpPeer(URI address) {
        this(address, Map.of());
    }

    /** What came back. */
    public record Answer(int status, HttpHeaders headers, byte[] body) {
        /** The body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The body as a JSON object; fails if it is none. */
        @SuppressWarnings("unchecked") // JSON objects have string keys
        public Map<String, Object> json() {
            return (Map<String, Object>) Json.parse(body);
        }

        /** The answer itself; fails unless it tells success. */
        public Answer successful() {
            if (status / 100 != 2) {
                throw new AssertionError("status " + status + ": " + text());
            }
            return this;
        }
    }

    /** GET. */
    public Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** DELETE. */
    public Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    /** POST of JSON. */
    public Answer post(String path, String json) throws IOException, InterruptedException {
        return post(path, "application/json", BodyPublishers.ofString(json));
    }

    /** POST of anything. */
    public Answer post(String path, String contentType, BodyPublisher body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", contentType).POST(body));
    }

    /** A request to a path of the service. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(LIMIT);
        headers.forEach(request::header);
        return request;
    }

    /** Sends any request. */
    public Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(answer.statusCode(), answer.headers(), answer.body());
    }
}
