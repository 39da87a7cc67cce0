package io.wavemesh.ingest.resource;

import io.wavemesh.ingest.domain.Violation;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Answers an exception with a problem and logs it: 4xx in one line, 5xx with its stack. */
abstract class ProblemMapper<E extends Throwable> implements ExceptionMapper<E> {
    static final String MEDIA_TYPE = "application/problem+json";
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    abstract ProblemType type(E exception);

    /** What the client is told of this occurrence; nothing by default. */
    String detail(E exception) {
        return null;
    }

    List<Violation> violations(E exception) {
        return List.of();
    }

    Response.ResponseBuilder more(E exception, Response.ResponseBuilder response) {
        return response;
    }

    @Override
    public final Response toResponse(E exception) {
        ProblemType type = type(exception);
        String instance = "urn:uuid:" + UUID.randomUUID();
        if (type.status() >= 500) {
            LOG.errorf(exception, "request failed, instance=%s, type=%s", instance, type.uri());
        } else {
            LOG.infof("request refused, instance=%s, type=%s", instance, type.uri());
        }
        Problem problem = Problem.of(type, detail(exception), instance, violations(exception));
        return more(exception, Response.status(type.status()).type(MEDIA_TYPE).entity(problem))
                .build();
    }
}
