package io.wavemesh.access.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * What a client still sends when it has been answered. It is read and thrown away for a while, since who closes a connection with
 * bytes unread takes the answer back: TCP resets, and the client may lose what it has not read yet. Used on the request's own thread.
 */
final class RestOfBody {
    /** The most that is read. */
    static final long MOST_BYTES = 16 << 20;
    /** The longest that it is waited for. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final HttpServerRequest request;
    private long left = MOST_BYTES;

    private RestOfBody(HttpServerRequest request) {
        this.request = request;
    }

    /** Reads on until the request ends; closes the connection if it doesn't. */
    static void discard(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        RestOfBody rest = new RestOfBody(request);
        request.handler(rest::count);
        vertx.setTimer(LONGEST.toMillis(), timer -> rest.giveUp());
        request.resume();
    }

    private void count(Buffer read) {
        left -= read.length();
        if (left < 0) {
            request.connection().close();
        }
    }

    private void giveUp() {
        if (!request.isEnded()) {
            request.connection().close();
        }
    }
}
