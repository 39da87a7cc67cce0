package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.CropBox;
import io.wavemesh.contracts.JobLife;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.PermanentException;
import io.wavemesh.contracts.PictureRef;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingOrder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Takes a picture set: checks everything, stores the pictures and the job, tells that it is queued, hands it to the
 * trainers, and only then says so. A repeat under the same key goes on where the first try ended. Safe for threads.
 */
public final class SubmitSubject {
    private static final Logger LOG = System.getLogger(SubmitSubject.class.getName());

    private final SubmissionRules rules;
    private final SubjectStore store;
    private final TrainingJobPublisher publisher;
    private final SubjectStatuses statuses;
    private final Erasures erasures;
    private final IngestMeters meters;
    private final Clock clock;
    private final Lock[] locks = Stream.generate(ReentrantLock::new).limit(64).toArray(Lock[]::new);

    /** Puts the use case together. */
    public SubmitSubject(
            SubmissionRules rules,
            SubjectStore store,
            TrainingJobPublisher publisher,
            SubjectStatuses statuses,
            Erasures erasures,
            IngestMeters meters,
            Clock clock) {
        this.rules = rules;
        this.store = store;
        this.publisher = publisher;
        this.statuses = statuses;
        this.erasures = erasures;
        this.meters = meters;
        this.clock = clock;
    }

    /** Throws {@link RetryableException} if Kafka or the store is away; the client may then repeat the request. */
    public SubmissionOutcome submit(Submission submission) {
        Instant start = clock.instant();
        IngestMeters.Outcome counted = IngestMeters.Outcome.ERROR;
        try {
            SubmissionOutcome outcome = check(submission);
            counted = outcome.outcome();
            return outcome;
        } catch (RetryableException e) {
            counted = IngestMeters.Outcome.UNAVAILABLE;
            throw e;
        } finally {
            meters.pictureSet(counted, Duration.between(start, clock.instant()));
        }
    }

    private SubmissionOutcome check(Submission submission) {
        SubmissionCheck check = rules.newCheck();
        Optional<CheckedSubmission> checked = check.check(submission);
        if (checked.isEmpty()) {
            return check.isOnlyTooLarge()
                    ? new SubmissionOutcome.TooLarge(check.violations())
                    : new SubmissionOutcome.Invalid(check.violations());
        }
        return submission
                .idempotencyKey()
                .map(key -> oneAtATime(SubjectIdentity.derived(submission.owner(), key), checked.get()))
                .orElseGet(() -> unkeyed(SubjectIdentity.random(), checked.get()));
    }

    /** A client that grows impatient repeats its request while the first one is still at work. */
    private SubmissionOutcome oneAtATime(SubjectIdentity identity, CheckedSubmission submission) {
        Lock lock = locks[Math.floorMod(identity.hashCode(), locks.length)];
        lock.lock();
        try {
            return keyed(identity, submission);
        } finally {
            lock.unlock();
        }
    }

    private SubmissionOutcome keyed(SubjectIdentity identity, CheckedSubmission submission) {
        if (isErased(identity)) {
            return erased();
        }
        String hash = ContentHash.of(submission);
        Claim claim = store.claim(identity.subject(), new Claim(hash, now()));
        if (!claim.contentHash().equals(hash)) {
            return new SubmissionOutcome.KeyTaken("the key was used for other content before; send another key");
        }
        if (store.isSent(identity.subject())) {
            return new SubmissionOutcome.Accepted(knownState(identity.subject()), true);
        }
        try {
            TrainingEvent event = send(storeAll(identity, submission, claim.createdAt()));
            if (!isErased(identity)) {
                return new SubmissionOutcome.Accepted(event, false);
            }
        } catch (PermanentException e) {
            // With an encrypting store the key may be destroyed in the midst of it.
            if (!isErased(identity)) {
                throw e;
            }
        }
        erasures.again(new Erasure(identity.subject(), identity.job(), Set.of()));
        return erased();
    }

    private boolean isErased(SubjectIdentity identity) {
        return erasures.isOrdered(identity.job()) || store.isErased(identity.subject());
    }

    private static SubmissionOutcome erased() {
        return new SubmissionOutcome.KeyTaken("the subject of this key was erased; send another key");
    }

    private SubmissionOutcome unkeyed(SubjectIdentity identity, CheckedSubmission submission) {
        try {
            store.beginUpload(identity.subject());
            TrainingEvent event = send(storeAll(identity, submission, now()));
            endUpload(identity.subject());
            return new SubmissionOutcome.Accepted(event, false);
        } catch (RetryableException e) {
            // Nobody can come back to it.
            discard(identity, e);
            throw e;
        }
    }

    /** Of a job that is sent. */
    private void endUpload(SubjectId subject) {
        try {
            store.endUpload(subject);
        } catch (RetryableException e) {
            LOG.log(Level.INFO, "the end of an upload is noted later, subjectId={0}", subject);
        }
    }

    private record Stored(TrainingJob job, ObjectRef description) {}

    private Stored storeAll(SubjectIdentity identity, CheckedSubmission submission, Instant createdAt) {
        List<PictureRef> pictures = submission.pictures().stream()
                .map(picture -> storePicture(identity.subject(), picture))
                .toList();
        TrainingJob job = new TrainingJob(
                1,
                identity.job(),
                identity.subject(),
                submission.owner(),
                Optional.empty(),
                submission.subject().classNoun(),
                submission.subject().instanceToken(),
                submission.subject().name(),
                pictures,
                submission.training(),
                createdAt);
        return new Stored(job, store.storeJob(job));
    }

    private PictureRef storePicture(SubjectId subject, CheckedPicture picture) {
        ObjectRef object = store.storePicture(
                subject,
                picture.sha256(),
                picture.format().extension(),
                picture.upload().bytes());
        return new PictureRef(
                object,
                picture.format().mediaType(),
                picture.widthPixels(),
                picture.heightPixels(),
                new CropBox(
                        picture.crop().x(), picture.crop().y(), picture.crop().size()));
    }

    /** The job's state after Kafka has it; a state that is already known is not told again. */
    private TrainingEvent send(Stored stored) {
        TrainingJob job = stored.job();
        TrainingEvent event = statuses.find(job.subjectId()).orElseGet(() -> {
            TrainingEvent queued = JobLife.queued(job, now()).event();
            publisher.event(queued);
            statuses.apply(queued);
            return queued;
        });
        publisher.job(TrainingOrder.of(job, stored.description()));
        store.markSent(job.subjectId());
        return event;
    }

    private TrainingEvent knownState(SubjectId subject) {
        return statuses.find(subject).orElseGet(() -> store.findJob(subject)
                .map(job -> JobLife.queued(job, job.createdAt()).event())
                .orElseThrow(() -> new RetryableException("the subject is being erased")));
    }

    private void discard(SubjectIdentity identity, RetryableException reason) {
        try {
            store.discard(identity.subject());
            if (statuses.find(identity.subject()).isPresent()) {
                statuses.erase(identity.job());
                publisher.forget(identity.job());
            }
        } catch (RetryableException e) {
            reason.addSuppressed(e);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
