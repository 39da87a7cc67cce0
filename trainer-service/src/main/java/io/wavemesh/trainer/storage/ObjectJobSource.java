package io.wavemesh.trainer.storage;

import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.PermanentException;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingOrder;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.trainer.domain.JobGoneException;
import io.wavemesh.trainer.domain.JobSource;

/** Jobs from their descriptions in the object store, or from orders that have them within. */
public final class ObjectJobSource implements JobSource {
    private final ObjectStore store;

    /** Reads from a store. */
    public ObjectJobSource(ObjectStore store) {
        this.store = store;
    }

    @Override
    public TrainingJob find(TrainingOrder order) {
        return order.inline().orElseGet(() -> fetch(order));
    }

    private TrainingJob fetch(TrainingOrder order) {
        TrainingJob job;
        try {
            byte[] json = store.of(order.subjectId()).get(order.description().orElseThrow(), MessageJson.MAX_BYTES);
            job = MessageJson.decode(json, TrainingJob.class);
        } catch (PermanentException e) {
            throw new JobGoneException("the job's description is not in the object store", e);
        }
        if (!job.jobId().equals(order.jobId()) || !job.subjectId().equals(order.subjectId())) {
            throw new JobGoneException("the job's description is that of another job", null);
        }
        return job;
    }
}
