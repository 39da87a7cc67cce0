package io.wavemesh.ingest.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobResult;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingMethod;
import io.wavemesh.contracts.store.Drawings;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.ingest.domain.Claim;
import io.wavemesh.ingest.domain.SubjectStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
        objects.put(ObjectKeys.jobAdapter(job, adapter), new byte[0]);
        objects.put(ObjectKeys.jobResult(job), MessageJson.encodeValue(JobResult.of(result)));
    }

    @Test
    void leavesNothingButTheMarkOfAUsedKey() {
        SubjectId subject = new SubjectId("sub-1");
        JobId job = new JobId("job-1");
        AdapterId adapter = new AdapterId("ada-1");
        store.claim(subject, new Claim("a", Instant.parse("2026-01-02T03:04:05Z")));
        store.storePicture(subject, "0".repeat(64), "png", new byte[] {1});
        objects.put(ObjectKeys.checkpoints(job) + "1.safetensors", new byte[] {1});
        givenAdapter(job, adapter);
        Drawings drawings = new Drawings(objects);
        RequestId request = new RequestId("request-1");
        drawings.note(adapter, request);
        objects.put(ObjectKeys.image(request, 0), new byte[] {2});
        drawings.note(adapter, Optional.empty(), "1".repeat(64));
        objects.put(ObjectKeys.image("1".repeat(64)), new byte[] {3});
        objects.put(ObjectKeys.image("2".repeat(64)), new byte[] {4});
        ClientId owner = new ClientId("ann");
        drawings.note(adapter, Optional.of(owner), "3".repeat(64));
        objects.put(ObjectKeys.ownImage(owner, "3".repeat(64)), new byte[] {1});
        objects.put(ObjectKeys.image("3".repeat(64)), new byte[] {5});

        store.erase(subject, job, store.findAdapters(job));
        store.eraseMarks(job);

        assertThat(List.of("subjects/", "checkpoints/", "adapters/", "jobs/", "drawings/", "owners/"))
                .allSatisfy(prefix -> assertThat(objects.list(prefix)).isEmpty());
        assertThat(objects.list("images/")).containsExactly(ObjectKeys.image("2".repeat(64)));
        assertThat(objects.list("idempotency/")).containsExactly("idempotency/sub-1/erased");
    }

    @Test
    void findsAnAdapterWhoseResultIsBroken() {
        JobId job = new JobId("job-1");
        objects.put(ObjectKeys.jobAdapter(job, new AdapterId("ada-1")), new byte[0]);
        objects.put(ObjectKeys.jobResult(job), new byte[] {1});

        assertThat(store.findAdapters(job)).containsExactly(new AdapterId("ada-1"));
    }
}
