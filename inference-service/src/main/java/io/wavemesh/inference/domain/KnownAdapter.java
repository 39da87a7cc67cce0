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
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An announcement in a third of the memory: what is the same for many adapters is held once, keys of files follow from
 * the adapter's name, hashes are bytes.
 */
final class KnownAdapter {
    private static final int HASH = 32;

    /** What many adapters have in common. */
    record Kind(
            Optional<ClientId> owner,
            BaseModelId baseModel,
            String baseModelHash,
            TrainingMethod method,
            Optional<String> waveletFamily,
            String instanceToken,
            String classNoun) {}

    private final String job;
    private final String subject;
    private final String name;
    private final Kind kind;
    private final byte[] hashes;
    private final long configBytes;
    private final long weightsBytes;
    private final long provenanceBytes;
    private final long parameters;
    private final long bytes;
    private final long createdSecond;
    private final int createdNano;

    /** Takes what is common from the pool. */
    KnownAdapter(AdapterAnnouncement adapter, Pool<Kind> kinds) {
        this.job = adapter.jobId().value();
        this.subject = adapter.subjectId().value();
        this.name = adapter.name().orElse(null);
        this.kind = kinds.pooled(new Kind(
                adapter.owner(),
                adapter.baseModel(),
                adapter.baseModelHash(),
                adapter.method(),
                adapter.waveletFamily(),
                adapter.instanceToken(),
                adapter.classNoun()));
        this.hashes = HexFormat.of()
                .parseHex(adapter.config().sha256()
                        + adapter.weights().sha256()
                        + adapter.provenance().sha256());
        this.configBytes = adapter.config().byteCount();
        this.weightsBytes = adapter.weights().byteCount();
        this.provenanceBytes = adapter.provenance().byteCount();
        this.parameters = adapter.parameterCount();
        this.bytes = adapter.byteCount();
        this.createdSecond = adapter.createdAt().getEpochSecond();
        this.createdNano = adapter.createdAt().getNano();
    }

    /** Whether it shows this subject. */
    boolean shows(SubjectId other) {
        return subject.equals(other.value());
    }

    /** The client that it belongs to. */
    Optional<ClientId> owner() {
        return kind.owner();
    }

    /** The announcement, as it came. */
    AdapterAnnouncement announcement(AdapterId adapter) {
        return new AdapterAnnouncement(
                1,
                adapter,
                new JobId(job),
                new SubjectId(subject),
                kind.owner(),
                kind.baseModel(),
                kind.baseModelHash(),
                kind.method(),
                kind.waveletFamily(),
                kind.instanceToken(),
                kind.classNoun(),
                file(adapter, ObjectKeys.ADAPTER_CONFIG, 0, configBytes),
                file(adapter, ObjectKeys.ADAPTER_WEIGHTS, 1, weightsBytes),
                file(adapter, ObjectKeys.PROVENANCE, 2, provenanceBytes),
                parameters,
                bytes,
                Optional.ofNullable(name),
                Instant.ofEpochSecond(createdSecond, createdNano));
    }

    private ObjectRef file(AdapterId adapter, String fileName, int index, long byteCount) {
        String hash = HexFormat.of().formatHex(hashes, index * HASH, (index + 1) * HASH);
        return new ObjectRef(ObjectKeys.adapterFile(adapter, fileName), hash, byteCount);
    }
}
