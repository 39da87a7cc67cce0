package io.wavemesh.ingest.resource;

import io.wavemesh.access.http.LimitedStream;
import io.wavemesh.ingest.config.IngestConfig;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** Ends a request whose body is one too many at once, or too large: at once if it says so, else as soon as too much of it has come in. */
@Provider
@PreMatching
final class BodyLimit implements ContainerRequestFilter {
    private final Instance<IngestConfig> config;
    private final Instance<Uploads> uploads;

    /** Filters are made before the settings of a start are known. */
    BodyLimit(Instance<IngestConfig> config, Instance<Uploads> uploads) {
        this.config = config;
        this.uploads = uploads;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        long maxBytes = config.get().pictures().maxSetSize().asLongValue();
        String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        if (length != null && length.matches("\\d{1,18}") && Long.parseLong(length) > maxBytes) {
            throw tooLarge(maxBytes);
        }
        if (request.hasEntity()) {
            uploads.get().enter();
            request.setEntityStream(new LimitedStream(request.getEntityStream(), maxBytes, () -> {
                throw tooLarge(maxBytes);
            }));
        }
    }

    private static ProblemException tooLarge(long maxBytes) {
        return new ProblemException(
                ProblemType.PICTURE_SET_TOO_LARGE, "a request may have at most " + maxBytes + " bytes");
    }
}
