package io.wavemesh.contracts;

import java.time.Instant;
import java.util.Optional;

/**
 * Tells every inference replica that an adapter is ready. The topic is compacted by adapter id; a record without value
 * withdraws the adapter.
 *
 * @param schemaVersion 1
 * @param adapterId names the adapter; derived from its job and content
 * @param jobId the job that made it
 * @param subjectId whom it shows
 * @param owner the client that it belongs to; absent with authentication off
 * @param baseModel the base model that it belongs to
 * @param baseModelHash SHA-256 over the base model, as provenance states it
 * @param method how the change of the weights is parameterized
 * @param waveletFamily of method waveft: the family, such as {@code db1}
 * @param instanceToken word that brings the subject into a prompt
 * @param classNoun ordinary word for its kind
 * @param config PEFT's {@code adapter_config.json}
 * @param weights PEFT's {@code adapter_model.safetensors}
 * @param provenance {@code provenance.json}
 * @param parameterCount trained numbers
 * @param byteCount bytes of the weights file
 * @param name what the client calls the subject
 * @param createdAt when it was announced first
 */
public record AdapterAnnouncement(
        int schemaVersion,
        AdapterId adapterId,
        JobId jobId,
        SubjectId subjectId,
        Optional<ClientId> owner,
        BaseModelId baseModel,
        String baseModelHash,
        TrainingMethod method,
        Optional<String> waveletFamily,
        String instanceToken,
        String classNoun,
        ObjectRef config,
        ObjectRef weights,
        ObjectRef provenance,
        long parameterCount,
        long byteCount,
        Optional<String> name,
        Instant createdAt)
        implements Message {
    /** Throws {@link IllegalArgumentException} if a component is missing, out of its range or of another adapter. */
    public AdapterAnnouncement {
        Checks.schemaVersion(schemaVersion);
        Checks.required("adapterId", adapterId);
        Checks.required("jobId", jobId);
        Checks.required("subjectId", subjectId);
        owner = Checks.optional(owner);
        Checks.required("baseModel", baseModel);
        Checks.sha256("baseModelHash", baseModelHash);
        Checks.required("method", method);
        waveletFamily = Checks.optional(waveletFamily);
        waveletFamily.ifPresent(f -> Checks.identifier("waveletFamily", f));
        Checks.text("instanceToken", instanceToken, 40);
        Checks.text("classNoun", classNoun, 100);
        Checks.at(
                "config",
                Checks.required("config", config),
                ObjectKeys.adapterFile(adapterId, ObjectKeys.ADAPTER_CONFIG));
        Checks.at(
                "weights",
                Checks.required("weights", weights),
                ObjectKeys.adapterFile(adapterId, ObjectKeys.ADAPTER_WEIGHTS));
        Checks.at(
                "provenance",
                Checks.required("provenance", provenance),
                ObjectKeys.adapterFile(adapterId, ObjectKeys.PROVENANCE));
        Checks.range("parameterCount", parameterCount, 1, Long.MAX_VALUE);
        Checks.range("byteCount", byteCount, 1, Long.MAX_VALUE);
        name = Checks.optional(name);
        name.ifPresent(n -> Checks.text("name", n, 200));
        Checks.required("createdAt", createdAt);
    }

    @Override
    public MessageType type() {
        return MessageType.ADAPTER_ANNOUNCEMENT;
    }

    @Override
    public String messageKey() {
        return adapterId.value();
    }

    @Override
    public String messageId() {
        return adapterId.value();
    }

    @Override
    public Instant messageTime() {
        return createdAt;
    }
}
