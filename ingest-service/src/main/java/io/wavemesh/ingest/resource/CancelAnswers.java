package io.wavemesh.ingest.resource;

import io.wavemesh.ingest.domain.CancelOutcome;
import jakarta.ws.rs.core.Response;

/** What a client is told at each end of a wish to cancel. */
final class CancelAnswers implements CancelOutcome.Answers<Response> {
    @Override
    public Response requested(CancelOutcome.Requested requested) {
        return Response.accepted(SubjectView.of(requested.event())).build();
    }

    @Override
    public Response finished(CancelOutcome.Finished finished) {
        throw new ProblemException(ProblemType.SUBJECT_FINISHED, "the job has ended as " + finished.state());
    }

    @Override
    public Response unknown(CancelOutcome.Unknown unknown) {
        throw new ProblemException(ProblemType.SUBJECT_NOT_FOUND, "no subject has this id");
    }
}
