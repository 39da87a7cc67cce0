package io.wavemesh.trainer.tracing;

import io.opentelemetry.api.trace.Tracer;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobResult;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.trainer.domain.AdapterStore;
import io.wavemesh.trainer.domain.BaseModel;
import io.wavemesh.trainer.domain.Checkpoints;
import io.wavemesh.trainer.domain.TrainedAdapter;
import java.util.Optional;
import java.util.Set;

/** A span around the storing of an adapter. */
public final class TracedAdapterStore implements AdapterStore {
    private final AdapterStore adapters;
    private final Tracer tracer;

    /** Follows this store. */
    public TracedAdapterStore(AdapterStore adapters, Tracer tracer) {
        this.adapters = adapters;
        this.tracer = tracer;
    }

    @Override
    public JobResult store(TrainingJob job, BaseModel baseModel, TrainedAdapter adapter) {
        try (WorkSpan span = WorkSpan.begin(tracer, "store adapter")) {
            JobResult result = span.run(() -> adapters.store(job, baseModel, adapter));
            result.adapter()
                    .ifPresent(
                            kept -> span.set(WorkSpan.ADAPTER, kept.adapterId().value()));
            return result;
        }
    }

    @Override
    public Optional<JobResult> find(JobId job) {
        return adapters.find(job);
    }

    @Override
    public JobResult cancel(JobId job) {
        return adapters.cancel(job);
    }

    @Override
    public void forgetCheckpoints(JobId job) {
        adapters.forgetCheckpoints(job);
    }

    @Override
    public Set<AdapterId> erase(JobId job, Set<AdapterId> known) {
        return adapters.erase(job, known);
    }

    @Override
    public Checkpoints checkpoints(TrainingJob job) {
        return adapters.checkpoints(job);
    }
}
