package io.wavemesh.ingest.storage;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobResult;
import io.wavemesh.contracts.JobResults;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingOrder;
import io.wavemesh.contracts.UndecodableMessageException;
import io.wavemesh.contracts.store.Drawings;
import io.wavemesh.contracts.store.ObjectConflictException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.ingest.domain.Claim;
import io.wavemesh.ingest.domain.SubjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps subjects in the mesh's object store: {@code subjects/ID/pictures/SHA-256.EXT}, {@code job.json} and {@code sent}
 * beside them, {@code idempotency/ID/claim.json}, and {@code erased} in its place afterwards; {@code uploads/ID} while a
 * subject without key comes in. Pictures and job are
 * encrypted where the store encrypts.
 */
public final class ObjectSubjectStore implements SubjectStore {
    private static final String SENT_FILE = "sent";
    private static final String UPLOADS = "uploads/";
    private static final int MAX_UPLOADS = 1000;
    private static final int MAX_CLAIM_BYTES = 1000;
    private static final byte[] MARK = {};

    private final ObjectStore objects;
    private final JobResults results;

    /** Uses an object store. */
    public ObjectSubjectStore(ObjectStore objects) {
        this.objects = objects;
        this.results = new JobResults(objects);
    }

    @Override
    public Claim claim(SubjectId subject, Claim claim) {
        String key = claimKey(subject);
        try {
            Optional<Claim> earlier = findClaim(key);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            objects.put(key, MessageJson.encodeValue(claim));
            return claim;
        } catch (ObjectConflictException e) {
            // Another replica was quicker.
            return findClaim(key).orElseThrow(() -> new RetryableException("the idempotency key is in use", e));
        }
    }

    @Override
    public boolean isErased(SubjectId subject) {
        return objects.exists(erasedKey(subject));
    }

    @Override
    public void beginUpload(SubjectId subject) {
        objects.put(uploadKey(subject), MARK);
    }

    @Override
    public void endUpload(SubjectId subject) {
        objects.delete(uploadKey(subject));
    }

    @Override
    public List<SubjectId> uploadsBegunBefore(Instant time) {
        List<SubjectId> begun = new ArrayList<>();
        objects.visit(UPLOADS, (key, writtenAt) -> {
            if (writtenAt.isBefore(time)) {
                begun.add(new SubjectId(key.substring(UPLOADS.length())));
            }
            return begun.size() < MAX_UPLOADS;
        });
        return begun;
    }

    @Override
    public ObjectRef storePicture(SubjectId subject, String sha256, String extension, byte[] bytes) {
        return objects.of(subject).put(ObjectKeys.picture(subject, sha256, extension), bytes);
    }

    @Override
    public ObjectRef storeJob(TrainingJob job) {
        return objects.of(job.subjectId()).put(ObjectKeys.jobDescription(job.subjectId()), MessageJson.encode(job));
    }

    @Override
    public Optional<TrainingJob> findJob(SubjectId subject) {
        return objects.find(ObjectKeys.jobDescription(subject), MessageJson.MAX_BYTES)
                .map(json -> MessageJson.decode(json, TrainingJob.class));
    }

    @Override
    public Optional<TrainingOrder> findOrder(SubjectId subject) {
        String key = ObjectKeys.jobDescription(subject);
        return objects.find(key, MessageJson.MAX_BYTES)
                .map(json -> TrainingOrder.of(
                        MessageJson.decode(json, TrainingJob.class), new ObjectRef(key, Sha256.of(json), json.length)));
    }

    @Override
    public void markSent(SubjectId subject) {
        objects.put(ObjectKeys.subjectFile(subject, SENT_FILE), MARK);
    }

    @Override
    public boolean isSent(SubjectId subject) {
        return objects.exists(ObjectKeys.subjectFile(subject, SENT_FILE));
    }

    @Override
    public void discard(SubjectId subject) {
        objects.destroyKey(subject);
        objects.deletePrefix(ObjectKeys.subject(subject));
        endUpload(subject);
    }

    @Override
    public boolean cancel(JobId job) {
        return results.decide(JobResult.canceled(job)).isCanceled();
    }

    @Override
    public boolean isKnown(SubjectId subject) {
        return objects.exists(claimKey(subject))
                || !objects.list(ObjectKeys.subject(subject)).isEmpty();
    }

    @Override
    public Set<AdapterId> findAdapters(JobId job) {
        Set<AdapterId> adapters = new HashSet<>();
        String marks = ObjectKeys.jobAdapters(job);
        objects.list(marks).forEach(key -> adapters.add(new AdapterId(key.substring(marks.length()))));
        result(job)
                .flatMap(JobResult::adapter)
                .map(AdapterAnnouncement::adapterId)
                .ifPresent(adapters::add);
        return adapters;
    }

    @Override
    public void erase(SubjectId subject, JobId job, Set<AdapterId> adapters) {
        // First of all: then no copy can be read, even if nothing of the rest succeeds.
        objects.destroyKey(subject);
        if (objects.exists(claimKey(subject))) {
            objects.put(erasedKey(subject), MARK);
            objects.delete(claimKey(subject));
        }
        objects.deletePrefix(ObjectKeys.subject(subject));
        objects.deletePrefix(ObjectKeys.checkpoints(job));
        adapters.forEach(this::erase);
        objects.delete(ObjectKeys.jobResult(job));
        endUpload(subject);
    }

    @Override
    public void eraseMarks(JobId job) {
        objects.deletePrefix(ObjectKeys.job(job));
    }

    /** The marks of the images go last: by them an interrupted erasure finds the rest. */
    private void erase(AdapterId adapter) {
        objects.deletePrefix(ObjectKeys.adapter(adapter));
        new Drawings(objects).erase(adapter);
    }

    /** A result that can't be read names no adapter; the mark does. */
    private Optional<JobResult> result(JobId job) {
        try {
            return results.find(job);
        } catch (UndecodableMessageException e) {
            return Optional.empty();
        }
    }

    private Optional<Claim> findClaim(String key) {
        return objects.find(key, MAX_CLAIM_BYTES).map(json -> MessageJson.decode(json, Claim.class));
    }

    private static String uploadKey(SubjectId subject) {
        return UPLOADS + subject;
    }

    private static String claimKey(SubjectId subject) {
        return "idempotency/" + subject + "/claim.json";
    }

    private static String erasedKey(SubjectId subject) {
        return "idempotency/" + subject + "/erased";
    }
}
