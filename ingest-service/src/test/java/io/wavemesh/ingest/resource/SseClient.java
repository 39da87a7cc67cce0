package io.wavemesh.ingest.resource;

import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads server-sent events line by line. */
final class SseClient implements AutoCloseable {
    private final BufferedReader reader;
    private final List<String> data = new ArrayList<>();

    private SseClient(InputStream body) {
        this.reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    static SseClient open(String path) throws IOException, InterruptedException {
        return open(request(path).build());
    }

    /** With an API key or a bearer token. */
    static SseClient open(String path, String credentials) throws IOException, InterruptedException {
        return open(
                request(path).header("Authorization", "Bearer " + credentials).build());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                .header("Accept", "text/event-stream");
    }

    private static SseClient open(HttpRequest request) throws IOException, InterruptedException {
        return new SseClient(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body());
    }

    /** Reads up to a line that fits. */
    void awaitLine(Predicate<String> wanted) throws IOException {
        String line = next();
        while (!wanted.test(line)) {
            line = next();
        }
    }

    /** Reads to the end of the stream. */
    List<String> rest() throws IOException {
        List<String> lines = new ArrayList<>();
        String line = reader.readLine();
        while (line != null) {
            lines.add(line);
            line = reader.readLine();
        }
        return lines;
    }

    /** The data lines read up to now by {@link #awaitLine}. */
    List<String> data() {
        return data;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private String next() throws IOException {
        String line = reader.readLine();
        if (line == null) {
            throw new AssertionError("the stream has ended");
        }
        if (line.startsWith("data:")) {
            data.add(line);
        }
        return line;
    }
}
