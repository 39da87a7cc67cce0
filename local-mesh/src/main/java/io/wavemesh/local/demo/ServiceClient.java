package io.wavemesh.local.demo;

import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Calls a service over HTTP and reads its JSON; a refusal becomes a {@link DemoException} with the service's reason. */
final class ServiceClient {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String service;
    private final URI address;

    /**
     * A client of one service.
     *
     * @param service what messages call it
     * @param address where it listens
     */
    ServiceClient(String service, URI address) {
        this.service = service;
        this.address = address;
    }

    /** A request to a path of the service. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE);
    }

    /** Sends the request and returns the answer's JSON object. */
    Map<String, Object> json(HttpRequest request) throws InterruptedException {
        return object(accepted(request).body());
    }

    /** Sends the request and returns the answer, which is one of success. */
    HttpResponse<byte[]> accepted(HttpRequest request) throws InterruptedException {
        HttpResponse<byte[]> response = send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new DemoException("the " + service + " service refused " + request.method() + " "
                    + request.uri().getPath() + ": " + reason(response));
        }
        return response;
    }

    /** Whether the path exists by now: false at 404. */
    boolean exists(String path) throws InterruptedException {
        HttpResponse<byte[]> response = send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() == 200) {
            return true;
        }
        if (response.statusCode() == 404) {
            return false;
        }
        throw new DemoException("the " + service + " service answered " + reason(response) + " for " + path);
    }

    /** Sends the request with any kind of body. */
    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) throws InterruptedException {
        try {
            return http.send(request, body);
        } catch (IOException cause) {
            throw new DemoException("the " + service + " service does not answer: " + cause.getMessage(), cause);
        }
    }

    /** The JSON object in the bytes. */
    static Map<String, Object> object(byte[] json) {
        return fields(Json.parse(json));
    }

    @SuppressWarnings("unchecked") // JSON objects have string keys
    static Map<String, Object> fields(Object json) {
        if (json instanceof Map<?, ?>) {
            return (Map<String, Object>) json;
        }
        throw new DemoException("a JSON object was expected");
    }

    private static String reason(HttpResponse<byte[]> response) {
        try {
            Map<String, Object> problem = object(response.body());
            return response.statusCode() + " " + problem.getOrDefault("detail", problem.get("title"));
        } catch (RuntimeException noProblemJson) {
            return "status " + response.statusCode();
        }
    }
}
