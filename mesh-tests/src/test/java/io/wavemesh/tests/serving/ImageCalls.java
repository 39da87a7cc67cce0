package io.wavemesh.tests.serving;

import io.wavemesh.tests.harness.HttpPeer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Asks a service for images and looks whether what comes is whole. */
final class ImageCalls {
    static final String PATH = "/v1/images/generations";
    private static final int SIDE = 64;

    private ImageCalls() {}

    /** How a call ended. */
    enum End {
        /** Status 200 and a whole picture of the size asked for. */
        WHOLE,
        /** Status 200 and something else. */
        HALF,
        /** Status 503, or the connection broke. */
        TRY_AGAIN,
        /** Status 429 as problem+json with Retry-After. */
        STAY_AWAY,
        /** Any other answer. */
        OTHER
    }

    /** The body of a request for one picture. */
    static String body(long seed, int steps) {
        return "{\"prompt\":\"a zjw duck\",\"seed\":" + seed + ",\"size\":\"" + SIDE + "x" + SIDE + "\",\"steps\":"
                + steps + "}";
    }

    /** Calls and judges the answer. */
    static End call(HttpPeer peer, String body) throws InterruptedException {
        try {
            return end(peer.post(PATH, body));
        } catch (IOException e) {
            return End.TRY_AGAIN;
        }
    }

    /** Judges an answer. */
    static End end(HttpPeer.Answer answer) {
        String retryAfter = answer.headers().firstValue("Retry-After").orElse("");
        boolean problem = answer.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json");
        return switch (answer.status()) {
            case 200 -> isWhole(answer) ? End.WHOLE : End.HALF;
            case 503 -> End.TRY_AGAIN;
            case 429 -> problem && retryAfter.matches("[1-9][0-9]*") ? End.STAY_AWAY : End.OTHER;
            default -> End.OTHER;
        };
    }

    private static boolean isWhole(HttpPeer.Answer answer) {
        try {
            return isWhole(png(answer));
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** The picture of an answer with status 200. */
    static byte[] png(HttpPeer.Answer answer) {
        Map<?, ?> image = (Map<?, ?>) ((List<?>) answer.json().get("data")).get(0);
        return Base64.getDecoder().decode((String) image.get("b64_json"));
    }

    /** Whether the bytes are a picture of the size asked for, to its last chunk. */
    static boolean isWhole(byte[] png) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            String end = new String(png, png.length - 8, 4, StandardCharsets.US_ASCII);
            return image != null && image.getWidth() == SIDE && image.getHeight() == SIDE && end.equals("IEND");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
