package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.store.Sha256;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A store for tests without files. */
public final class InMemorySubjectStore implements SubjectStore {
    private final Map<SubjectId, Claim> claims = new HashMap<>();
    private final Set<SubjectId> erased = new HashSet<>();
    private final Set<SubjectId> sent = new HashSet<>();
    private final Map<JobId, AdapterId> adapters = new HashMap<>();
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
    public ObjectRef storePicture(SubjectId subject, String sha256, String extension, byte[] bytes) {
        pictures.computeIfAbsent(subject, s -> new HashMap<>()).put(sha256, bytes);
        return new ObjectRef(
                "subjects/" + subject + "/pictures/" + sha256 + "." + extension, Sha256.of(bytes), bytes.length);
    }

    @Override
    public void storeJob(TrainingJob job) {
        jobs.put(job.subjectId(), job);
    }

    @Override
    public Optional<TrainingJob> findJob(SubjectId subject) {
        return Optional.ofNullable(jobs.get(subject));
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
    }

    @Override
    public Optional<AdapterId> findAdapter(JobId job) {
        return Optional.ofNullable(adapters.get(job));
    }

    /** What a trainer does when it has finished. */
    public void storeAdapter(JobId job, AdapterId adapter) {
        adapters.put(job, adapter);
    }

    @Override
    public void erase(SubjectId subject, JobId job, Optional<AdapterId> adapter) {
        if (claims.containsKey(subject)) {
            erased.add(subject);
        }
        adapter.ifPresent(id -> adapters.remove(job));
        sent.remove(subject);
        discard(subject);
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
