package io.wavemesh.trainer.storage;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobResult;
import io.wavemesh.contracts.JobResults;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.UndecodableMessageException;
import io.wavemesh.contracts.store.ObjectConflictException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.trainer.domain.AdapterStore;
import io.wavemesh.trainer.domain.BaseModel;
import io.wavemesh.trainer.domain.Checkpoints;
import io.wavemesh.trainer.domain.TrainedAdapter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Adapters in the object store: a folder each, and a result a job that names its adapter's files. Folders and checkpoints
 * are encrypted where the store encrypts; the result is not: it says what the announcement says, and erasure needs it.
 */
public final class ObjectAdapterStore implements AdapterStore {
    private static final int IDENTITY_DIGITS = 32;
    private static final byte[] MARK = {};

    private final ObjectStore store;
    private final JobResults results;
    private final Clock clock;

    /** Keeps adapters in a store. */
    public ObjectAdapterStore(ObjectStore store, Clock clock) {
        this.store = store;
        this.results = new JobResults(store);
        this.clock = clock;
    }

    @Override
    public Optional<JobResult> find(JobId job) {
        return results.find(job);
    }

    @Override
    public JobResult store(TrainingJob job, BaseModel base, TrainedAdapter adapter) {
        AdapterId id = id(job, adapter);
        // First its name, so that an erasure finds whatever of it is stored when this process dies.
        store.put(ObjectKeys.jobAdapter(job.jobId(), id), MARK);
        ObjectStore own = store.of(job.subjectId());
        ObjectRef config = own.put(ObjectKeys.adapterFile(id, ObjectKeys.ADAPTER_CONFIG), adapter.config());
        ObjectRef weights = own.put(ObjectKeys.adapterFile(id, ObjectKeys.ADAPTER_WEIGHTS), adapter.weights());
        AdapterAnnouncement made = new AdapterAnnouncement(
                1,
                id,
                job.jobId(),
                job.subjectId(),
                job.owner(),
                base.id(),
                base.hash(),
                adapter.method(),
                adapter.waveletFamily(),
                job.instanceToken(),
                job.classNoun(),
                config,
                weights,
                provenance(own, id, Provenance.of(job, base, adapter, clock.instant())),
                adapter.parameterCount(),
                weights.byteCount(),
                job.name(),
                clock.instant());
        JobResult result = results.decide(JobResult.of(made));
        if (result.adapter()
                .map(AdapterAnnouncement::adapterId)
                .filter(id::equals)
                .isEmpty()) {
            store.deletePrefix(ObjectKeys.adapter(id));
        }
        forgetCheckpoints(job.jobId());
        return result;
    }

    @Override
    public JobResult cancel(JobId job) {
        return results.decide(JobResult.canceled(job));
    }

    @Override
    public void forgetCheckpoints(JobId job) {
        store.deletePrefix(ObjectKeys.checkpoints(job));
    }

    @Override
    public Set<AdapterId> erase(JobId job, Set<AdapterId> known) {
        Set<AdapterId> found = new HashSet<>();
        result(job)
                .flatMap(JobResult::adapter)
                .map(AdapterAnnouncement::adapterId)
                .ifPresent(found::add);
        String marks = ObjectKeys.jobAdapters(job);
        store.list(marks).forEach(mark -> found.add(new AdapterId(mark.substring(marks.length()))));
        known.stream()
                .filter(adapter -> !store.list(ObjectKeys.adapter(adapter)).isEmpty())
                .forEach(found::add);
        found.forEach(adapter -> store.deletePrefix(ObjectKeys.adapter(adapter)));
        store.deletePrefix(ObjectKeys.checkpoints(job));
        // The result goes last: it knows the adapter if the erasure must be repeated.
        store.delete(ObjectKeys.jobResult(job));
        return found;
    }

    @Override
    public Checkpoints checkpoints(TrainingJob job) {
        return new ObjectCheckpoints(store.of(job.subjectId()), job.jobId());
    }

    /** A result that can't be read must not keep a job from being erased. */
    private Optional<JobResult> result(JobId job) {
        try {
            return results.find(job);
        } catch (UndecodableMessageException e) {
            return Optional.empty();
        }
    }

    /** Of job and content: a repetition has the same, another job with the same content has its own. */
    private static AdapterId id(TrainingJob job, TrainedAdapter adapter) {
        String identity = job.jobId() + "\n" + adapter.identity();
        return new AdapterId(
                "ad-" + Sha256.of(identity.getBytes(StandardCharsets.UTF_8)).substring(0, IDENTITY_DIGITS));
    }

    /** The time in it differs when the same adapter is stored again; the first one stays. */
    private static ObjectRef provenance(ObjectStore store, AdapterId id, Provenance provenance) {
        String key = ObjectKeys.adapterFile(id, ObjectKeys.PROVENANCE);
        try {
            return store.put(key, MessageJson.encodeValue(provenance));
        } catch (ObjectConflictException e) {
            byte[] first = store.find(key, MessageJson.MAX_BYTES).orElseThrow(() -> e);
            return new ObjectRef(key, Sha256.of(first), first.length);
        }
    }
}
