package io.wavemesh.access.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * What HTTP itself refuses, as a problem of RFC 9457 that is named by its status alone.
 *
 * @param status of the answer
 * @param detail one line without quotes and backslashes
 * @param instance names this occurrence; it is in the log too
 */
record WireProblem(HttpResponseStatus status, String detail, String instance) {
    static final String MEDIA_TYPE = "application/problem+json";
    private static final Logger LOG = Logger.getLogger(WireProblem.class);

    /** A new occurrence, which is logged in one line. */
    static WireProblem of(HttpResponseStatus status, String detail) {
        WireProblem problem = new WireProblem(status, detail, "urn:uuid:" + UUID.randomUUID());
        LOG.infof("request refused, instance=%s, status=%d", problem.instance, status.code());
        return problem;
    }

    /** The body of the answer. */
    String json() {
        return "{\"type\":\"about:blank\",\"title\":\"" + status.reasonPhrase() + "\",\"status\":" + status.code()
                + ",\"detail\":\"" + detail + "\",\"instance\":\"" + instance + "\"}";
    }
}
