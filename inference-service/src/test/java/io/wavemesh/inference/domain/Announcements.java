package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingMethod;
import io.wavemesh.contracts.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Announcements with good values for everything that a test does not care about. */
public final class Announcements {
    public static final String MODEL_HASH = "a".repeat(64);

    private Announcements() {}

    public static AdapterAnnouncement of(String id) {
        return of(id, "subject-1", MODEL_HASH, "weights of " + id);
    }

    public static AdapterAnnouncement of(String id, String subject, String modelHash, String weights) {
        return of(
                id,
                subject,
                modelHash,
                object(id, ObjectKeys.ADAPTER_CONFIG, "{}"),
                object(id, ObjectKeys.ADAPTER_WEIGHTS, weights));
    }

    public static AdapterAnnouncement of(
            String id, String subject, String modelHash, ObjectRef config, ObjectRef weights) {
        return new AdapterAnnouncement(
                1,
                new AdapterId(id),
                new JobId("job-" + id),
                new SubjectId(subject),
                Optional.empty(),
                new BaseModelId("nano"),
                modelHash,
                TrainingMethod.WAVEFT,
                Optional.of("db1"),
                "zjw",
                "dog",
                config,
                weights,
                object(id, ObjectKeys.PROVENANCE, "{}"),
                100,
                weights.byteCount(),
                Optional.of("Rex"),
                Instant.parse("2026-01-02T03:04:05Z"));
    }

    /** The same adapter, belonging to a client. */
    public static AdapterAnnouncement owned(AdapterAnnouncement adapter, String client) {
        return new AdapterAnnouncement(
                1,
                adapter.adapterId(),
                adapter.jobId(),
                adapter.subjectId(),
                Optional.of(new ClientId(client)),
                adapter.baseModel(),
                adapter.baseModelHash(),
                adapter.method(),
                adapter.waveletFamily(),
                adapter.instanceToken(),
                adapter.classNoun(),
                adapter.config(),
                adapter.weights(),
                adapter.provenance(),
                adapter.parameterCount(),
                adapter.byteCount(),
                adapter.name(),
                adapter.createdAt());
    }

    private static ObjectRef object(String id, String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new ObjectRef(ObjectKeys.adapterFile(new AdapterId(id), name), Sha256.of(bytes), bytes.length);
    }
}
