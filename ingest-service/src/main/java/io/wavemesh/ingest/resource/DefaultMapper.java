package io.wavemesh.ingest.resource;

import jakarta.ws.rs.ext.Provider;

/** Everything else; reveals nothing. */
@Provider
final class DefaultMapper extends ProblemMapper<Throwable> {
    @Override
    ProblemType type(Throwable exception) {
        return ProblemType.INTERNAL_ERROR;
    }
}
