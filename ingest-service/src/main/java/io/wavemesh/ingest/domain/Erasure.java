package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.SubjectId;
import java.util.Set;

/**
 * An erasure that is promised.
 *
 * @param subject whose traces must go
 * @param job its job
 * @param adapters the adapters of the job that are known; the store may know more
 */
public record Erasure(SubjectId subject, JobId job, Set<AdapterId> adapters) {
    /** Copies the set. */
    public Erasure {
        adapters = Set.copyOf(adapters);
    }

    /** What an order on the topic asks for; orders of the first version name only the job. */
    public static Erasure of(JobControl order) {
        SubjectId subject = order.subjectId()
                .orElseGet(() -> SubjectIdentity.of(order.jobId()).subject());
        return new Erasure(subject, order.jobId(), Set.copyOf(order.adapters()));
    }
}
