package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingOrder;
import io.wavemesh.contracts.store.Sha256;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A store for tests without files. */
public final class InMemorySubjectStore implements SubjectStore {
    private final Map<SubjectId, Claim> claims = new HashMap<>();
    private final Set<SubjectId> erased = new HashSet<>();
    private final Set<SubjectId> sent = new HashSet<>();
    private final Map<JobId, AdapterId> adapters = new HashMap<>();
    private final Map<JobId, Set<AdapterId>> marks = new HashMap<>();
    private volatile boolean reachable = true;
    private final Map<SubjectId, Instant> uploads = new HashMap<>();
    private Runnable whenJobStored = () -> {};
    private final Map<SubjectId, TrainingJob> jobs = new HashMap<>();
    private final Map<SubjectId, Map<String, byte[]>> pictures = new HashMap<>();

    @Override
    public Claim claim(SubjectId subject, Claim claim) {
        return claims.computeIfAbsent(subject, s -> claim);
    }

    @Override
    public boolean isErased(SubjectId subject) {
        return erased.contains(subject);
    }

    @Override
    public void beginUpload(SubjectId subject) {
        requireReachable();
        uploads.put(subject, Instant.now());
    }

    @Override
    public void endUpload(SubjectId subject) {
        requireReachable();
        uploads.remove(subject);
    }

    @Override
    public List<SubjectId> uploadsBegunBefore(Instant time) {
        requireReachable();
        return uploads.entrySet().stream()
                .filter(upload -> upload.getValue().isBefore(time))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public ObjectRef storePicture(SubjectId subject, String sha256, String extension, byte[] bytes) {
        pictures.computeIfAbsent(subject, s -> new HashMap<>()).put(sha256, bytes);
        return new ObjectRef(
                "subjects/" + subject + "/pictures/" + sha256 + "." + extension, Sha256.of(bytes), bytes.length);
    }

    @Override
    public ObjectRef storeJob(TrainingJob job) {
        requireReachable();
        jobs.put(job.subjectId(), job);
        whenJobStored.run();
        byte[] json = MessageJson.encode(job);
        return new ObjectRef(ObjectKeys.jobDescription(job.subjectId()), Sha256.of(json), json.length);
    }

    @Override
    public Optional<TrainingJob> findJob(SubjectId subject) {
        return Optional.ofNullable(jobs.get(subject));
    }

    @Override
    public Optional<TrainingOrder> findOrder(SubjectId subject) {
        return findJob(subject).map(job -> {
            byte[] json = MessageJson.encode(job);
            return TrainingOrder.of(
                    job, new ObjectRef(ObjectKeys.jobDescription(subject), Sha256.of(json), json.length));
        });
    }

    @Override
    public void markSent(SubjectId subject) {
        sent.add(subject);
    }

    @Override
    public boolean isSent(SubjectId subject) {
        return sent.contains(subject);
    }

    @Override
    public void discard(SubjectId subject) {
        pictures.remove(subject);
        jobs.remove(subject);
        uploads.remove(subject);
    }

    @Override
    public boolean isKnown(SubjectId subject) {
        requireReachable();
        return claims.containsKey(subject) || jobs.containsKey(subject) || pictures.containsKey(subject);
    }

    @Override
    public Set<AdapterId> findAdapters(JobId job) {
        requireReachable();
        Set<AdapterId> all = new HashSet<>(marks.getOrDefault(job, Set.of()));
        Optional.ofNullable(adapters.get(job)).ifPresent(all::add);
        return all;
    }

    /** What a trainer does when it has finished. */
    public void storeAdapter(JobId job, AdapterId adapter) {
        marks.computeIfAbsent(job, j -> new HashSet<>()).add(adapter);
        adapters.put(job, adapter);
    }

    /** Whether the files of an adapter are there. */
    public boolean hasAdapter(AdapterId adapter) {
        return adapters.containsValue(adapter);
    }

    @Override
    public void erase(SubjectId subject, JobId job, Set<AdapterId> known) {
        requireReachable();
        if (claims.remove(subject) != null) {
            erased.add(subject);
        }
        adapters.values().removeAll(known);
        sent.remove(subject);
        discard(subject);
    }

    @Override
    public void eraseMarks(JobId job) {
        requireReachable();
        marks.remove(job);
    }

    /** Goes away, or comes back. */
    void reachable(boolean now) {
        reachable = now;
    }

    /** What another does while a submission is being stored. */
    void whenJobStored(Runnable other) {
        whenJobStored = other;
    }

    private void requireReachable() {
        if (!reachable) {
            throw new RetryableException("the store is away");
        }
    }

    /** Number of pictures of all subjects. */
    int pictureCount() {
        return pictures.values().stream().mapToInt(Map::size).sum();
    }

    @Override
    public boolean cancel(JobId job) {
        return !adapters.containsKey(job);
    }
}
