package io.wavemesh.ingest.resource;

import io.wavemesh.contracts.RetryableException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** What may work later. The cause stays in the log: it names hosts and folders. */
@Provider
final class UnavailableMapper extends ProblemMapper<RetryableException> {
    private static final int RETRY_AFTER_SECONDS = 5;

    @Override
    ProblemType type(RetryableException exception) {
        return ProblemType.SERVICE_UNAVAILABLE;
    }

    @Override
    String detail(RetryableException exception) {
        return "send the request again after a while, best with the same Idempotency-Key";
    }

    @Override
    Response.ResponseBuilder more(RetryableException exception, Response.ResponseBuilder response) {
        return response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
}
