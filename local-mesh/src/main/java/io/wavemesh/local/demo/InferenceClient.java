package io.wavemesh.local.demo;

import io.wavemesh.waveft.json.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A client of the inference service: waits for adapters and has pictures drawn. */
final class InferenceClient {
    private static final long PAUSE_MILLIS = 100;
    private static final long PATIENCE_SECONDS = 60;

    private final ServiceClient http;

    InferenceClient(URI address) {
        this.http = new ServiceClient("inference", address);
    }

    /**
     * What was drawn.
     *
     * @param pictures PNG files in the order of their seeds
     * @param settings what they were drawn with, as the service says
     */
    record Drawn(List<byte[]> pictures, Map<String, Object> settings) {}

    /** Waits until the adapter is known and returns what the service tells of it. */
    Map<String, Object> awaitAdapter(String adapterId, Runnable stillThere) throws InterruptedException {
        String path = "/v1/adapters/" + adapterId;
        long deadline = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        while (!http.exists(path)) {
            stillThere.run();
            if (System.nanoTime() > deadline) {
                throw new DemoException(
                        "the inference service did not hear of the adapter within " + PATIENCE_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return http.json(http.request(path).GET().build());
    }

    /** One file of an adapter's folder. */
    byte[] file(String adapterId, String name) throws InterruptedException {
        String path = "/v1/adapters/" + adapterId + "/files/" + name;
        return http.accepted(http.request(path).GET().build()).body();
    }

    /** Has {@code count} pictures drawn with seeds from {@code seed} on. */
    Drawn draw(String prompt, long seed, int count, Optional<String> adapterId) throws InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("prompt", prompt);
        body.put("n", (long) count);
        body.put("seed", seed);
        body.put("response_format", "b64_json");
        adapterId.ifPresent(id -> body.put("adapters", List.of(Map.of("id", id, "weight", 1.0))));
        HttpRequest request = http.request("/v1/images/generations")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(body)))
                .build();
        Map<String, Object> answer = http.json(request);
        List<byte[]> pictures = new ArrayList<>();
        if (answer.get("data") instanceof List<?> images) {
            for (Object image : images) {
                String base64 = (String) ServiceClient.fields(image).get("b64_json");
                pictures.add(Base64.getDecoder().decode(base64));
            }
        }
        if (pictures.size() != count) {
            throw new DemoException("the inference service drew " + pictures.size() + " of " + count + " pictures");
        }
        Object settings = answer.getOrDefault("generation", Map.of());
        return new Drawn(pictures, ServiceClient.fields(settings));
    }
}
