package io.wavemesh.ingest.resource;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Requests as bytes on a connection of their own, for what clients refuse to send. */
final class RawHttp {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private RawHttp() {}

    /** All that comes back until the service closes the connection; the request should ask for that. */
    static String send(byte[] request) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
            } catch (SocketException e) {
                // Refused before it was read: the answer counts.
            }
            return answer(socket.getInputStream());
        }
    }

    private static String answer(InputStream input) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            input.transferTo(all);
        } catch (SocketException e) {
            // Closed with a part of the request unread: what was answered before counts.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }
}
