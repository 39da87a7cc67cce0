package io.wavemesh.inference.resource;

import io.wavemesh.inference.domain.FailureKind;
import io.wavemesh.inference.domain.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Ends a request with a problem. */
final class ProblemException extends RuntimeException {
    private static final Duration STORE_PAUSE = Duration.ofSeconds(5);

    private final transient Problem problem;
    private final transient Optional<Duration> retryAfter;

    private ProblemException(Problem problem, Optional<Duration> retryAfter) {
        super(problem.type() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    ProblemException(ProblemType type, String detail) {
        this(Problem.of(type, detail, null), Optional.empty());
    }

    ProblemException(ProblemType type, String detail, String instance) {
        this(Problem.of(type, detail, instance), Optional.empty());
    }

    /** For a job that failed; where only the store was away, the client should come back. */
    static ProblemException of(FailureKind kind, String detail, String instance) {
        Optional<Duration> later = kind == FailureKind.STORE_UNAVAILABLE ? Optional.of(STORE_PAUSE) : Optional.empty();
        return new ProblemException(Problem.of(ProblemType.of(kind), detail, instance), later);
    }

    /** For a client that should come back. */
    static ProblemException retryAfter(ProblemType type, String detail, Duration wait) {
        return new ProblemException(Problem.of(type, detail, null), Optional.of(wait));
    }

    /** For fields that break rules. */
    static ProblemException invalid(List<Violation> violations) {
        ProblemType type = ProblemType.REQUEST_INVALID;
        String detail = violations.get(0).field() + " " + violations.get(0).message();
        return new ProblemException(
                new Problem(type.uri(), type.title(), type.status(), detail, null, violations), Optional.empty());
    }

    Problem problem() {
        return problem;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
