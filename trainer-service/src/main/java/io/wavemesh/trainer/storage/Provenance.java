package io.wavemesh.trainer.storage;

import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.PictureRef;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.trainer.domain.BaseModel;
import io.wavemesh.trainer.domain.TrainedAdapter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How an adapter came to be: all that is needed to train it again.
 *
 * @param pictures SHA-256 of each picture, in order
 * @param settings every setting as it was used, both seeds among them
 * @param versions of project, libraries and platform
 */
record Provenance(
        int formatVersion,
        String jobId,
        String subjectId,
        String baseModel,
        String baseModelHash,
        List<String> pictures,
        Map<String, Object> settings,
        Map<String, String> versions,
        String adapterIdentity,
        double finalLoss,
        double seconds,
        Instant trainedAt) {
    static Provenance of(TrainingJob job, BaseModel base, TrainedAdapter adapter, Instant now) {
        return new Provenance(
                1,
                job.jobId().value(),
                job.subjectId().value(),
                base.id().value(),
                base.hash(),
                job.pictures().stream()
                        .map(PictureRef::object)
                        .map(ObjectRef::sha256)
                        .toList(),
                new TreeMap<>(adapter.settings()),
                new TreeMap<>(adapter.versions()),
                adapter.identity(),
                adapter.finalLoss(),
                adapter.elapsed().toMillis() / 1000.0,
                now);
    }
}
