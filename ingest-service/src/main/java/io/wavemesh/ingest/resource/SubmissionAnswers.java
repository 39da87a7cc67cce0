package io.wavemesh.ingest.resource;

import io.wavemesh.ingest.domain.SubmissionOutcome;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** What a client is told at each end of a submission. */
final class SubmissionAnswers implements SubmissionOutcome.Answers<Response> {
    @Override
    public Response accepted(SubmissionOutcome.Accepted accepted) {
        URI location = URI.create("/v1/subjects/" + accepted.event().subjectId());
        return Response.accepted(SubjectView.of(accepted.event()))
                .location(location)
                .build();
    }

    @Override
    public Response invalid(SubmissionOutcome.Invalid invalid) {
        throw ProblemException.of(ProblemType.PICTURE_SET_INVALID, invalid.violations());
    }

    @Override
    public Response tooLarge(SubmissionOutcome.TooLarge tooLarge) {
        throw ProblemException.of(ProblemType.PICTURE_SET_TOO_LARGE, tooLarge.violations());
    }

    @Override
    public Response keyTaken(SubmissionOutcome.KeyTaken keyTaken) {
        throw new ProblemException(ProblemType.IDEMPOTENCY_KEY_TAKEN, keyTaken.detail());
    }
}
