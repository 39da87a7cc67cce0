package io.wavemesh.trainer.tracing;

import io.opentelemetry.api.trace.Tracer;
import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.trainer.domain.BaseModel;
import io.wavemesh.trainer.domain.Checkpoints;
import io.wavemesh.trainer.domain.SubjectTrainer;
import io.wavemesh.trainer.domain.TrainedAdapter;
import io.wavemesh.trainer.domain.TrainerResult;
import io.wavemesh.trainer.domain.TrainingWatch;
import io.wavemesh.trainer.domain.Workplace;

/** A span around a training, with one of its encoding and one of all its steps. */
public final class TracedTrainer implements SubjectTrainer {
    private final SubjectTrainer trainer;
    private final Tracer tracer;

    /** Follows this trainer, which is closed with it. */
    public TracedTrainer(SubjectTrainer trainer, Tracer tracer) {
        this.trainer = trainer;
        this.tracer = tracer;
    }

    @Override
    public BaseModel baseModel() {
        return trainer.baseModel();
    }

    @Override
    public TrainerResult train(TrainingJob job, Workplace workplace, Checkpoints checkpoints, TrainingWatch watch) {
        try (WorkSpan span = WorkSpan.begin(tracer, "train");
                TracedWatch traced = new TracedWatch(watch, span, tracer)) {
            span.set(WorkSpan.JOB, job.jobId().value());
            span.set(WorkSpan.PICTURES, job.pictures().size());
            TrainerResult result = span.run(() -> trainer.train(job, workplace, checkpoints, traced));
            result.accept(new EndOf(span));
            return result;
        }
    }

    @Override
    public void close() {
        trainer.close();
    }

    private record EndOf(WorkSpan span) implements TrainerResult.Cases<Void> {
        @Override
        public Void learned(TrainedAdapter adapter) {
            span.set(WorkSpan.LOSS, adapter.finalLoss());
            return null;
        }

        @Override
        public Void refused(Fault fault) {
            span.failed(fault.type());
            return null;
        }

        @Override
        public Void stopped() {
            span.failed("stopped");
            return null;
        }
    }
}
