package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.store.Sha256;
import java.nio.charset.StandardCharsets;
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
    private static final int DIGITS = 32;

    /** Always the same for the same client and key. */
    static SubjectIdentity derived(String client, String idempotencyKey) {
        byte[] text = (client + "\0" + idempotencyKey).getBytes(StandardCharsets.UTF_8);
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

    private static SubjectIdentity of(String digits) {
        return new SubjectIdentity(new SubjectId(SUBJECT + digits), new JobId(JOB + digits));
    }
}
