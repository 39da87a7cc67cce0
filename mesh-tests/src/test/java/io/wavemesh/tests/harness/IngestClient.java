package io.wavemesh.tests.harness;

import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Sends picture sets to the ingest service and asks for their jobs. */
public final class IngestClient {
    private static final String BOUNDARY = "wavemesh-test-boundary";

    private final HttpPeer http;

    /** A client without credentials. */
    public IngestClient(URI address) {
        this(new HttpPeer(address));
    }

    /** A client that sends what the peer sends. */
    public IngestClient(HttpPeer http) {
        this.http = http;
    }

    /**
     * A subject and its job.
     *
     * @param path of the subject's resource
     */
    public record Submitted(String path, String subjectId, JobId job) {}

    /** Sends the pictures; fails unless they are accepted. {@code training} is the settings' JSON. */
    public Submitted submit(Pictures pictures, String training) throws IOException, InterruptedException {
        HttpPeer.Answer answer = trySubmit(pictures, training, Map.of()).successful();
        String subject = (String) answer.json().get("subjectId");
        return new Submitted("/v1/subjects/" + subject, subject, new JobId((String)
                answer.json().get("jobId")));
    }

    /** Sends the pictures with further headers and gives whatever comes back. */
    public HttpPeer.Answer trySubmit(Pictures pictures, String training, Map<String, String> headers)
            throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        field(body, "class_noun", pictures.classNoun());
        field(body, "instance_token", "zjw");
        field(body, "training", training);
        for (Path file : pictures.files()) {
            part(
                    body,
                    "form-data; name=\"images\"; filename=\"" + file.getFileName() + "\"\r\nContent-Type: image/jpeg",
                    Files.readAllBytes(file));
        }
        body.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
        var request = http.request("/v1/subjects")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()));
        headers.forEach(request::header);
        return http.send(request);
    }

    /** All that the service tells of a subject. */
    public Map<String, Object> view(Submitted subject) throws IOException, InterruptedException {
        return http.get(subject.path()).successful().json();
    }

    /** Where the subject's job is in its life. */
    public JobState state(Submitted subject) throws IOException, InterruptedException {
        return JobState.valueOf((String) view(subject).get("state"));
    }

    /** Whether the subject's job is over. */
    public boolean isOver(Submitted subject) throws IOException, InterruptedException {
        return state(subject).isFinal();
    }

    /** Optimizer steps done. */
    public int step(Submitted subject) throws IOException, InterruptedException {
        return ((Number) view(subject).get("step")).intValue();
    }

    /** Asks to stop the subject's job. */
    public HttpPeer.Answer cancel(Submitted subject) throws IOException, InterruptedException {
        return http.post(subject.path() + "/cancel", "");
    }

    /** Asks to erase the subject. */
    public HttpPeer.Answer erase(Submitted subject) throws IOException, InterruptedException {
        return http.delete(subject.path());
    }

    private static void field(ByteArrayOutputStream body, String name, String value) {
        part(body, "form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    private static void part(ByteArrayOutputStream body, String disposition, byte[] content) {
        body.writeBytes(ascii("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\n\r\n"));
        body.writeBytes(content);
        body.writeBytes(ascii("\r\n"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
