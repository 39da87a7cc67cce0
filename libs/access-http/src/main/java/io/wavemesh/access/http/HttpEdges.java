package io.wavemesh.access.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses what is too large for any resource with a problem, before Quarkus would without one, and lets clients finish that are still
 * sending. Addresses and headers beyond the limits of the decoder, which are wider, are answered by Vert.x, with a status only.
 */
@Singleton
final class HttpEdges {
    /** Characters of path and query. */
    static final int LONGEST_ADDRESS = 4096;
    /** Bytes of all names and values. */
    static final int MOST_HEADERS = 20 << 10;

    private static final int BEFORE_QUARKUS = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1;
    private static final int AFTER_QUARKUS = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1;
    private static final int LINE_BYTES = ": \r\n".length();

    private final long mostBytes;

    HttpEdges(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize mostBytes) {
        this.mostBytes = mostBytes.asLongValue();
    }

    void install(@Observes Router router) {
        router.route().order(BEFORE_QUARKUS).handler(this::check).failureHandler(this::failed);
        router.route().order(AFTER_QUARKUS).handler(this::letFinish);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.uri().length() > LONGEST_ADDRESS) {
            refuse(
                    context,
                    HttpResponseStatus.REQUEST_URI_TOO_LONG,
                    "an address may have at most " + LONGEST_ADDRESS + " characters");
        } else if (headerBytes(request) > MOST_HEADERS) {
            refuse(
                    context,
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "headers may have at most " + MOST_HEADERS + " bytes");
        } else if (declaredBytes(request) > mostBytes) {
            refuse(context, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, BodyLimit.detail(mostBytes));
        } else {
            context.next();
        }
    }

    /** An address that can't be decoded, for instance. */
    private void failed(RoutingContext context) {
        int status = context.statusCode();
        if (status == HttpResponseStatus.BAD_REQUEST.code()
                && !context.response().headWritten()) {
            refuse(context, HttpResponseStatus.BAD_REQUEST, "the request can't be understood");
        } else {
            context.next();
        }
    }

    private static void refuse(RoutingContext context, HttpResponseStatus status, String detail) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        response.setStatusCode(status.code()).putHeader(HttpHeaders.CONTENT_TYPE, WireProblem.MEDIA_TYPE);
        if (!request.isEnded() && request.version() != HttpVersion.HTTP_2) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            request.endHandler(end -> request.connection().close());
        }
        response.end(WireProblem.of(status, detail).json());
        RestOfBody.discard(context.vertx(), request);
    }

    /** A resource may answer before it has read all; how much it reads is counted by {@link BodyLimit}. */
    private void letFinish(RoutingContext context) {
        context.remove(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY);
        HttpServerRequest request = context.request();
        if (hasBody(request)) {
            Context thread = context.vertx().getOrCreateContext();
            context.addEndHandler(end -> thread.runOnContext(then -> RestOfBody.discard(context.vertx(), request)));
        }
        context.next();
    }

    private static boolean hasBody(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private static long declaredBytes(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
    }

    private static long headerBytes(HttpServerRequest request) {
        long bytes = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            bytes += header.getKey().length() + header.getValue().length() + LINE_BYTES;
        }
        return bytes;
    }
}
