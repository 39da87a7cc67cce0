package io.wavemesh.ingest.storage;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobResult;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingMethod;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.ingest.domain.SubjectStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ObjectSubjectStoreTest extends SubjectStoreContract {
    @TempDir
    Path folder;

    private ObjectStore objects;
    private SubjectStore store;

    ObjectStore open(ObjectStore plain) {
        return plain;
    }

    @BeforeEach
    void openStore() {
        objects = open(new FileObjectStore(folder));
        store = new ObjectSubjectStore(objects);
    }

    @Override
    SubjectStore store() {
        return store;
    }

    @Override
    void givenAdapter(JobId job, AdapterId adapter) {
        ObjectRef file = objects.put(ObjectKeys.adapterFile(adapter, ObjectKeys.ADAPTER_CONFIG), new byte[] {1});
        AdapterAnnouncement result = new AdapterAnnouncement(
                1,
                adapter,
                job,
                new SubjectId("sub-1"),
                Optional.empty(),
                new BaseModelId("nano"),
                file.sha256(),
                TrainingMethod.WAVEFT,
                Optional.of("db1"),
                "zjw",
                "dog",
                file,
                new ObjectRef(ObjectKeys.adapterFile(adapter, ObjectKeys.ADAPTER_WEIGHTS), file.sha256(), 1),
                new ObjectRef(ObjectKeys.adapterFile(adapter, ObjectKeys.PROVENANCE), file.sha256(), 1),
                1,
                1,
                Optional.empty(),
                Instant.parse("2026-01-02T03:04:05Z"));
        objects.put(ObjectKeys.jobResult(job), MessageJson.encodeValue(JobResult.of(result)));
    }
}
