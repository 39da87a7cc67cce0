package io.wavemesh.trainer.tracing;

import io.opentelemetry.api.trace.Tracer;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.trainer.domain.PictureSource;
import io.wavemesh.trainer.domain.Workplace;

/** A span around the fetching of pictures. */
public final class TracedPictureSource implements PictureSource {
    private final PictureSource pictures;
    private final Tracer tracer;

    /** Follows this source. */
    public TracedPictureSource(PictureSource pictures, Tracer tracer) {
        this.pictures = pictures;
        this.tracer = tracer;
    }

    @Override
    public Workplace fetch(TrainingJob job) {
        try (WorkSpan span = WorkSpan.begin(tracer, "fetch pictures")) {
            span.set(WorkSpan.PICTURES, job.pictures().size());
            return span.run(() -> pictures.fetch(job));
        }
    }
}
