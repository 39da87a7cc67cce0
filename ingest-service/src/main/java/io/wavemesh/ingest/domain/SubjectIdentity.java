package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * The names of a subject and of the job that learns it; they share their last 32 characters, so that each follows from
 * the other.
 *
 * @param subject names the subject
 * @param job names its job
 */
record SubjectIdentity(SubjectId subject, JobId job) {
    private static final String SUBJECT = "sub-";
    private static final String JOB = "job-";
    private static final String NOBODY = "anonymous";
    private static final int DIGITS = 32;

    /** Always the same for the same owner and key; those of different owners, or of none, never meet. */
    static SubjectIdentity derived(Optional<ClientId> owner, String idempotencyKey) {
        // A client may be called as NOBODY is, so its name stands behind a sign that no name begins with.
        String whose = owner.map(client -> "\0" + client).orElse(NOBODY);
        byte[] text = (whose + "\0" + idempotencyKey).getBytes(StandardCharsets.UTF_8);
        return of(Sha256.of(text).substring(0, DIGITS));
    }

    /** New every time. */
    static SubjectIdentity random() {
        return of(UUID.randomUUID().toString().replace("-", ""));
    }

    /** The identity of a known subject. */
    static SubjectIdentity of(SubjectId subject) {
        String value = subject.value();
        return new SubjectIdentity(
                subject, new JobId(JOB + (value.startsWith(SUBJECT) ? value.substring(SUBJECT.length()) : value)));
    }

    /** The identity of a known job. */
    static SubjectIdentity of(JobId job) {
        String value = job.value();
        return new SubjectIdentity(
                new SubjectId(SUBJECT + (value.startsWith(JOB) ? value.substring(JOB.length()) : value)), job);
    }

    private static SubjectIdentity of(String digits) {
        return new SubjectIdentity(new SubjectId(SUBJECT + digits), new JobId(JOB + digits));
    }
}
