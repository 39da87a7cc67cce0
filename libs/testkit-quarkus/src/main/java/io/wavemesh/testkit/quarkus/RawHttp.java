package io.wavemesh.testkit.quarkus;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Requests as bytes on a connection of their own to the service under test, for what clients refuse to send. */
public final class RawHttp {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private RawHttp() {}

    /** All that comes back until the service closes the connection; the request is whole and should ask for that. */
    public static String ask(byte[] request) throws IOException {
        return send(request, true);
    }

    /** All that comes back to bytes that may be the beginning of a request only: the other direction is closed behind them. */
    public static String send(byte[] request) throws IOException {
        return send(request, false);
    }

    private static String send(byte[] request, boolean whole) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            try {
                socket.getOutputStream().write(request);
                if (!whole) {
                    socket.shutdownOutput();
                }
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
