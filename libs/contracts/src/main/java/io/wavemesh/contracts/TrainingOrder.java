package io.wavemesh.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Asks a trainer to do a job that is described in the object store. The record says nothing of the subject: words,
 * prompts and pictures go with the description when the subject is erased, while the topic keeps its records for a time.
 *
 * <p>Records of the first version, a whole {@link TrainingJob}, are read too: {@link #inline} has their job.
 *
 * @param schemaVersion 1
 * @param jobId names the job; the same job may be delivered more than once
 * @param subjectId whose pictures it learns
 * @param owner whose job it is; absent while clients have no names
 * @param description the {@link TrainingJob} as an object; absent in records of the first version
 * @param baseModel of the first version
 * @param classNoun of the first version
 * @param instanceToken of the first version
 * @param name of the first version
 * @param pictures of the first version
 * @param training of the first version
 * @param createdAt when the job was asked for
 */
public record TrainingOrder(
        int schemaVersion,
        JobId jobId,
        SubjectId subjectId,
        Optional<ClientId> owner,
        Optional<ObjectRef> description,
        Optional<BaseModelId> baseModel,
        Optional<String> classNoun,
        Optional<String> instanceToken,
        Optional<String> name,
        Optional<List<PictureRef>> pictures,
        Optional<TrainingSettings> training,
        Instant createdAt)
        implements Message {
    /** Throws {@link IllegalArgumentException} if neither description nor job is there, or they are out of their range. */
    public TrainingOrder {
        Checks.schemaVersion(schemaVersion);
        Checks.required("jobId", jobId);
        Checks.required("subjectId", subjectId);
        owner = Checks.optional(owner);
        description = Checks.optional(description);
        description.ifPresent(object -> Checks.at("description", object, ObjectKeys.jobDescription(subjectId)));
        baseModel = Checks.optional(baseModel);
        classNoun = Checks.optional(classNoun);
        instanceToken = Checks.optional(instanceToken);
        name = Checks.optional(name);
        pictures = Checks.optional(pictures);
        training = Checks.optional(training);
        Checks.required("createdAt", createdAt);
        if (description.isEmpty()) {
            // checks its parts
            new TrainingJob(
                    1,
                    jobId,
                    subjectId,
                    owner,
                    baseModel,
                    classNoun.orElse(null),
                    instanceToken.orElse(null),
                    name,
                    pictures.orElse(null),
                    training.orElse(null),
                    createdAt);
        }
    }

    /** Asks for a job whose description is stored. */
    public static TrainingOrder of(TrainingJob job, ObjectRef description) {
        return new TrainingOrder(
                1,
                job.jobId(),
                job.subjectId(),
                job.owner(),
                Optional.of(description),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                job.createdAt());
    }

    /** The job, where the record itself has it. */
    public Optional<TrainingJob> inline() {
        return description.isPresent()
                ? Optional.empty()
                : Optional.of(new TrainingJob(
                        1,
                        jobId,
                        subjectId,
                        owner,
                        baseModel,
                        classNoun.orElse(null),
                        instanceToken.orElse(null),
                        name,
                        pictures.orElse(null),
                        training.orElse(null),
                        createdAt));
    }

    @Override
    public MessageType type() {
        return MessageType.TRAINING_ORDER;
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

    /** Without words and prompts. */
    @Override
    public String toString() {
        return "TrainingOrder[" + jobId + ", " + subjectId + "]";
    }
}
