package io.wavemesh.tests.erasure;

import io.wavemesh.tests.harness.HttpPeer;
import io.wavemesh.tests.harness.Pictures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A picture set with a word that is nowhere else in everything that a client may send. */
final class MarkedSubject {
    private static final String BOUNDARY = "wavemesh-test-boundary";
    private static final int SLICE_FROM = 2000;
    private static final int SLICE_BYTES = 48;

    private final String mark;
    private final int steps;

    /** Every text contains the mark. */
    MarkedSubject(String mark, int steps) {
        this.mark = mark;
        this.steps = steps;
    }

    /** The Idempotency-Key. */
    String key() {
        return "key-" + mark;
    }

    /** The word that stands for the subject in prompts. */
    String token() {
        return "tok" + mark;
    }

    /** Some bytes of the first picture's image data. */
    static byte[] pictureSlice() {
        return Arrays.copyOfRange(bytes(Pictures.DUCK.files().get(0)), SLICE_FROM, SLICE_FROM + SLICE_BYTES);
    }

    /** Sends the set, with one more word in the class noun for another content. */
    HttpPeer.Answer send(HttpPeer ingest, String more) throws IOException, InterruptedException {
        List<Path> pictures = Pictures.DUCK.files();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        field(body, "class_noun", "kind" + mark + more);
        field(body, "instance_token", token());
        field(body, "name", "Name " + mark);
        field(
                body,
                "training",
                "{\"steps\":" + steps + ",\"instancePrompt\":\"a {instance_token} {class_noun} at " + mark
                        + "\",\"captions\":[\"" + mark + "\"" + (",\"" + mark + "\"").repeat(pictures.size() - 1)
                        + "]}");
        for (Path picture : pictures) {
            part(
                    body,
                    "form-data; name=\"images\"; filename=\"file-" + mark + ".jpg\"\r\nContent-Type: image/jpeg",
                    commented(bytes(picture)));
        }
        body.writeBytes(text("--" + BOUNDARY + "--\r\n"));
        return ingest.send(ingest.request("/v1/subjects")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .header("Idempotency-Key", key())
                .header("User-Agent", "agent-" + mark)
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    /** The JPEG file with a comment behind its first two bytes. */
    private byte[] commented(byte[] jpeg) {
        byte[] comment = text("comment " + mark);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(jpeg, 0, 2);
        file.write(0xff);
        file.write(0xfe);
        file.write(0);
        file.write(comment.length + 2);
        file.writeBytes(comment);
        file.write(jpeg, 2, jpeg.length - 2);
        return file.toByteArray();
    }

    private static void field(ByteArrayOutputStream body, String name, String value) {
        part(body, "form-data; name=\"" + name + "\"", text(value));
    }

    private static void part(ByteArrayOutputStream body, String disposition, byte[] content) {
        body.writeBytes(text("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\n\r\n"));
        body.writeBytes(content);
        body.writeBytes(text("\r\n"));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
