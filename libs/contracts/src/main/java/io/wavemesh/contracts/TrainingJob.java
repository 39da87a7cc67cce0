package io.wavemesh.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Asks a trainer to learn one subject.
 *
 * @param schemaVersion 1
 * @param jobId names the job; the same job may be delivered more than once
 * @param subjectId whose pictures these are
 * @param owner the client that it belongs to; absent with authentication off
 * @param baseModel the base model to train on; absent means the trainer's own
 * @param classNoun ordinary word for the subject's kind
 * @param instanceToken rare word that is bound to the subject
 * @param name what the client calls the subject
 * @param pictures 1 to 1000 pictures, each in the subject's own folder
 * @param training settings; absent fields mean the trainer's defaults
 * @param createdAt when the job was asked for
 */
public record TrainingJob(
        int schemaVersion,
        JobId jobId,
        SubjectId subjectId,
        Optional<ClientId> owner,
        Optional<BaseModelId> baseModel,
        String classNoun,
        String instanceToken,
        Optional<String> name,
        List<PictureRef> pictures,
        TrainingSettings training,
        Instant createdAt)
        implements Message {
    /** Throws {@link IllegalArgumentException} if a component is missing or out of its range. */
    public TrainingJob {
        Checks.schemaVersion(schemaVersion);
        Checks.required("jobId", jobId);
        Checks.required("subjectId", subjectId);
        owner = Checks.optional(owner);
        baseModel = Checks.optional(baseModel);
        Checks.text("classNoun", classNoun, 100);
        Checks.text("instanceToken", instanceToken, 40);
        name = Checks.optional(name);
        name.ifPresent(n -> Checks.text("name", n, 200));
        pictures = Checks.list("pictures", pictures, 1, 1000);
        for (int i = 0; i < pictures.size(); i++) {
            Checks.below("pictures[" + i + "].object", pictures.get(i).object(), ObjectKeys.pictures(subjectId));
        }
        training = training == null ? TrainingSettings.defaults() : training;
        Checks.required("createdAt", createdAt);
        if (training.captions().isPresent()) {
            int captions = training.captions().get().size();
            if (captions != pictures.size()) {
                throw new IllegalArgumentException(
                        "training.captions must be one a picture, " + pictures.size() + ", was " + captions);
            }
        }
    }

    /** What events tell of the subject. */
    public SubjectSummary subject() {
        return new SubjectSummary(name, classNoun, instanceToken, pictures.size());
    }

    @Override
    public MessageType type() {
        return MessageType.TRAINING_JOB;
    }

    @Override
    public String messageKey() {
        return jobId.value();
    }

    @Override
    public String messageId() {
        return jobId.value();
    }

    @Override
    public Instant messageTime() {
        return createdAt;
    }
}
