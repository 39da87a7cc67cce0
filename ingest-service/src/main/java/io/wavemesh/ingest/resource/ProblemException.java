package io.wavemesh.ingest.resource;

import io.wavemesh.ingest.domain.Violation;
import java.util.List;

/** Ends a request with a problem. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<Violation> violations;

    ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of());
    }

    ProblemException(ProblemType type, String detail, List<Violation> violations) {
        super(detail);
        this.type = type;
        this.violations = violations;
    }

    /** A detail that names the first violation, for clients that show nothing else. */
    static ProblemException of(ProblemType type, List<Violation> violations) {
        Violation first = violations.get(0);
        String more = violations.size() == 1 ? "" : " (and " + (violations.size() - 1) + " more)";
        return new ProblemException(type, first.field() + " " + first.message() + more, violations);
    }

    ProblemType type() {
        return type;
    }

    List<Violation> violations() {
        return violations;
    }
}
