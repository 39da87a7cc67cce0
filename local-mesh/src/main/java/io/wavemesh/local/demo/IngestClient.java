package io.wavemesh.local.demo;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A client of the ingest service: sends picture sets and follows their jobs. */
final class IngestClient {
    private static final int CONNECTIONS = 5;
    private static final int SILENCE_SECONDS = 180;

    private final ServiceClient http;

    IngestClient(URI address) {
        this.http = new ServiceClient("ingest", address);
    }

    /** Sends the pictures and returns the path of the new subject. */
    String submit(SubjectPictures subject, String instanceToken, OptionalInt steps) throws InterruptedException {
        MultipartBody body = new MultipartBody()
                .text("class_noun", subject.classNoun())
                .text("instance_token", instanceToken)
                .text("name", subject.name());
        steps.ifPresent(count -> body.text("training", "{\"steps\":" + count + "}"));
        for (Path file : subject.files()) {
            body.file(
                    "images",
                    file.getFileName().toString(),
                    SubjectPictures.contentType(file),
                    SubjectPictures.bytes(file));
        }
        HttpRequest request = http.request("/v1/subjects")
                .header("Content-Type", body.contentType())
                .POST(body.publisher())
                .build();
        HttpResponse<byte[]> response = http.accepted(request);
        return response.headers()
                .firstValue("Location")
                .map(location -> URI.create(location).getPath())
                .orElseThrow(() -> new DemoException("the ingest service gave no Location"));
    }

    /**
     * Gives each event of the job to the follower and returns the last one.
     *
     * @param subject path of the subject
     * @param stillThere called at least once a second; throws if waiting makes no sense any more
     */
    TrainingProgress follow(String subject, Consumer<TrainingProgress> follower, Runnable stillThere)
            throws InterruptedException {
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            BlockingQueue<TrainingProgress> events = new LinkedBlockingQueue<>();
            Thread reader = new Thread(() -> read(subject, events), "training-events");
            reader.setDaemon(true);
            reader.start();
            int silence = 0;
            while (reader.isAlive() || !events.isEmpty()) {
                TrainingProgress event = events.poll(1, TimeUnit.SECONDS);
                stillThere.run();
                if (event == null && ++silence > SILENCE_SECONDS) {
                    throw new DemoException("no news of the training for " + SILENCE_SECONDS + " s");
                }
                if (event != null) {
                    silence = 0;
                    follower.accept(event);
                    if (event.isFinal()) {
                        return event;
                    }
                }
            }
        }
        throw new DemoException("the ingest service ended the events of " + subject + " before the job was over");
    }

    private void read(String subject, BlockingQueue<TrainingProgress> events) {
        HttpRequest request = http.request(subject + "/events")
                .header("Accept", "text/event-stream")
                .GET()
                .build();
        try {
            HttpResponse<Stream<String>> response = http.send(request, HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                ServerSentEvents.read(lines, data -> {
                    Map<String, Object> fields = ServiceClient.object(data.getBytes(StandardCharsets.UTF_8));
                    TrainingProgress event = TrainingProgress.of(fields);
                    events.add(event);
                    return !event.isFinal();
                });
            }
        } catch (UncheckedIOException | DemoException brokenOff) {
            // the follower connects again
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
