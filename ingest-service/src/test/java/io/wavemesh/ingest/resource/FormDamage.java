package io.wavemesh.ingest.resource;

import io.wavemesh.ingest.TestImages;
import io.wavemesh.testkit.fuzz.ByteDamage;
import io.wavemesh.testkit.fuzz.HostileTexts;
import io.wavemesh.testkit.fuzz.JsonDamage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A good picture set, damaged: its parts, their headers and contents, the boundaries between them. */
final class FormDamage {
    static final String BOUNDARY = "xBoundaryx";
    private static final String TRAINING =
            "{\"method\": \"lora\", \"steps\": 7, \"rank\": 2, \"captions\": [\"a zjw dog\"], \"scaling\": 0.5}";
    private static final List<String> HOSTILE = Stream.of(
                    HostileTexts.PATHS, HostileTexts.LINES, HostileTexts.REFERENCES)
            .flatMap(List::stream)
            .toList();
    private static final List<String> HEADERS = List.of(
            "Content-Disposition: form-data",
            "Content-Disposition: attachment; name=\"images\"",
            "Content-Disposition: form-data; name=",
            "Content-Disposition: form-data; name=\"\"; filename=\"\"",
            "Content-Disposition: form-data; name*=UTF-8''images; filename*=UTF-8''..%2Fa",
            "Content-Type: text/plain; charset=no-such",
            "Content-Type: multipart/mixed; boundary=" + BOUNDARY,
            "Content-Type: /",
            "Content-Transfer-Encoding: base64",
            "Content-Transfer-Encoding: quoted-printable",
            "Content-Encoding: gzip",
            "Content-Length: -1",
            ": nothing",
            "no colon",
            "X-Long: " + "x".repeat(20_000));
    private static final byte[] PICTURE = TestImages.png(1);

    private final SplittableRandom random;
    private final List<byte[]> parts = new ArrayList<>();

    private FormDamage(SplittableRandom random) {
        this.random = random;
    }

    static byte[] body(SplittableRandom random) {
        return new FormDamage(random).body();
    }

    private byte[] body() {
        parts.add(part(
                "images", "; filename=\"a.png\"", random.nextInt(3) == 0 ? ByteDamage.of(PICTURE, random) : PICTURE));
        parts.add(part("class_noun", "", text("dog")));
        parts.add(part("name", "", text("Rex")));
        parts.add(part("training", "", text(random.nextInt(3) == 0 ? JsonDamage.of(TRAINING, random) : TRAINING)));
        for (int n = random.nextInt(1, 4); n > 0 && !parts.isEmpty(); n--) {
            int at = random.nextInt(parts.size());
            switch (random.nextInt(6)) {
                case 0 -> parts.remove(at);
                case 1 -> repeat(parts.get(at));
                case 2 -> parts.set(at, ByteDamage.of(parts.get(at), random));
                case 3 ->
                    parts.add(part(hostile(), random.nextBoolean() ? "" : "; filename=\"" + hostile() + "\"", PICTURE));
                case 4 -> parts.add(part("images", "; filename=\"" + hostile() + "\"", text(hostile())));
                default ->
                    parts.add(part(
                            List.of("class_noun", "name", "instance_token", "training")
                                    .get(random.nextInt(4)),
                            "",
                            text(hostile())));
            }
        }
        byte[] whole = joined();
        return random.nextInt(6) == 0 ? ByteDamage.of(whole, random) : whole;
    }

    private void repeat(byte[] part) {
        int times = random.nextInt(10) == 0 ? 300 : 2;
        for (int i = 0; i < times; i++) {
            parts.add(part);
        }
    }

    private String hostile() {
        return HOSTILE.get(random.nextInt(HOSTILE.size()));
    }

    private byte[] part(String name, String more, byte[] content) {
        String headers = "Content-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n";
        while (random.nextInt(4) == 0) {
            String other = HEADERS.get(random.nextInt(HEADERS.size())) + "\r\n";
            headers = random.nextBoolean() ? headers + other : other + (random.nextBoolean() ? headers : "");
        }
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(text(headers + "\r\n"));
        part.writeBytes(content);
        return part.toByteArray();
    }

    private byte[] joined() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(text("--" + BOUNDARY + (random.nextInt(40) == 0 ? "\n" : "\r\n")));
            whole.writeBytes(part);
            whole.writeBytes(text("\r\n"));
        }
        whole.writeBytes(text("--" + BOUNDARY + (random.nextInt(20) == 0 ? "" : "--\r\n")));
        return whole.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
