package io.wavemesh.ingest.resource;

import io.wavemesh.ingest.domain.Violation;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** Problems that resources found. */
@Provider
final class ProblemExceptionMapper extends ProblemMapper<ProblemException> {
    @Override
    ProblemType type(ProblemException exception) {
        return exception.type();
    }

    @Override
    String detail(ProblemException exception) {
        return exception.getMessage();
    }

    @Override
    List<Violation> violations(ProblemException exception) {
        return exception.violations();
    }
}
