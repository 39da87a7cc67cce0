package io.wavemesh.inference.resource;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.wavemesh.access.http.IssuerAwayException;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.store.StoreUnavailableException;
import io.wavemesh.inference.domain.AdapterGoneException;
import io.wavemesh.inference.domain.AdapterInvalidException;
import io.wavemesh.inference.domain.Violation;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every exception that leaves a resource into a problem. Server faults are logged with their stack. */
final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final String RETRY_SECONDS = "5";
    /** The cause stays in the log: it names hosts and folders. */
    private static final String LATER = "send the request again after a while";

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        LOG.debugf(
                "refused status=%d type=%s", e.problem().status(), e.problem().type());
        Response.ResponseBuilder answer = e.problem().response();
        e.retryAfter().ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, wait.toSeconds())));
        return answer.build();
    }

    @ServerExceptionMapper
    Response adapterInvalid(AdapterInvalidException e) {
        return Problem.of(ProblemType.ADAPTER_INVALID, e.getMessage(), null)
                .response()
                .build();
    }

    @ServerExceptionMapper
    Response adapterGone(AdapterGoneException e) {
        return Problem.of(ProblemType.ADAPTER_NOT_FOUND, e.getMessage(), null)
                .response()
                .build();
    }

    @ServerExceptionMapper
    Response storeUnavailable(StoreUnavailableException e) {
        return unavailable(ProblemType.STORE_UNAVAILABLE, e);
    }

    @ServerExceptionMapper
    Response brokerUnavailable(RetryableException e) {
        return unavailable(ProblemType.BROKER_UNAVAILABLE, e);
    }

    @ServerExceptionMapper
    Response issuerUnavailable(IssuerAwayException e) {
        return unavailable(ProblemType.ISSUER_UNAVAILABLE, e);
    }

    @ServerExceptionMapper
    Response http(WebApplicationException e) {
        if (e.getCause() instanceof JacksonException json) {
            return json(json);
        }
        Response.StatusType status = e.getResponse().getStatusInfo();
        if (status.getStatusCode() >= Response.Status.INTERNAL_SERVER_ERROR.getStatusCode()) {
            return anything(e);
        }
        Response.ResponseBuilder answer = Problem.ofStatus(status).response();
        String allow = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
        return (allow == null ? answer : answer.header(HttpHeaders.ALLOW, allow)).build();
    }

    @ServerExceptionMapper
    Response json(JacksonException e) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            String field = mapping.getPath().stream()
                    .map(at -> at.getFieldName() == null ? "[" + at.getIndex() + "]" : "." + at.getFieldName())
                    .collect(Collectors.joining())
                    .substring(1);
            List<Violation> violations = List.of(new Violation(field, "has the wrong type or form"));
            return problem(ProblemException.invalid(violations));
        }
        String at = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return Problem.of(ProblemType.MALFORMED_BODY, "malformed JSON" + at, null)
                .response()
                .build();
    }

    /** Takes the place of Quarkus's own mapper, which answers without a body. */
    @ServerExceptionMapper
    Response mismatch(MismatchedInputException e) {
        return json(e);
    }

    @ServerExceptionMapper
    Response anything(Throwable e) {
        LOG.error("a request failed", e);
        return Problem.of(ProblemType.INTERNAL_ERROR, null, null).response().build();
    }

    private static Response unavailable(ProblemType type, Exception e) {
        LOG.errorf(e, "unavailable type=%s", type.slug());
        return Problem.of(type, LATER, null)
                .response()
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .build();
    }
}
