package io.wavemesh.ingest.domain;

import static io.wavemesh.ingest.domain.EventMother.event;
import static io.wavemesh.ingest.domain.SubmissionMother.aSubmission;
import static io.wavemesh.ingest.domain.SubmissionMother.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.ingest.TestImages;
import io.wavemesh.ingest.storage.ObjectSubjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an upload without key leaves in a real store when its ingest is killed. */
class AbandonedUploadsTest {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration BEFORE = Duration.ofHours(23);
    private static final Duration LATER = Duration.ofHours(25);

    @TempDir
    Path folder;

    private final RecordingPublisher publisher = new RecordingPublisher();
    private final SubjectStatuses statuses = new SubjectStatuses(2);
    private ObjectStore objects;
    private SubjectStore store;
    private Erasures erasures;

    /** Nothing in the service catches it, as nothing does after SIGKILL. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @BeforeEach
    void openStore() {
        objects = new FileObjectStore(folder);
        store = new ObjectSubjectStore(objects);
        erasures = new Erasures(
                new EraseTraces(store, publisher, Clock.systemUTC()),
                statuses,
                new Erasures.Times(Duration.ofHours(1), Duration.ofHours(1)),
                System::nanoTime);
    }

    @Test
    void goesAfterItsTimeWhicheverReplicaComes() {
        diesBeforeTheThirdPicture(aSubmission());

        sweepAfter(BEFORE);
        assertThat(objects.list("subjects/")).hasSize(2);
        assertThat(objects.list("uploads/")).hasSize(1);

        sweepAfter(LATER);
        assertThat(objects.list("subjects/")).isEmpty();
        assertThat(objects.list("uploads/")).isEmpty();
        assertThat(publisher.sent).isEmpty();
        sweepAfter(LATER);
    }

    @Test
    void goesWhenTheJobWasStoredButNotTold() {
        publisher.whenEventComes(() -> {
            throw new Killed();
        });
        assertThatThrownBy(() -> submit(aSubmission())).isInstanceOf(Killed.class);
        assertThat(objects.list("subjects/")).hasSize(2);

        sweepAfter(LATER);

        assertThat(objects.list("subjects/")).isEmpty();
    }

    @Test
    void whatHasAKeyWaitsForItsClient() {
        diesBeforeTheThirdPicture(aSubmission().withKey("k"));

        sweepAfter(LATER);

        assertThat(objects.list("subjects/")).hasSize(2);
    }

    @Test
    void whatWasSentStays() {
        submit(aSubmission());
        assertThat(objects.list("uploads/")).isEmpty();
        List<String> all = objects.list("subjects/");
        // As if ingest had died before it noted the end, and the state were forgotten.
        store.beginUpload(onlySubject());
        statuses.forget(SubjectIdentity.of(onlySubject()).job());

        sweepAfter(LATER);

        assertThat(objects.list("subjects/")).isEqualTo(all);
        assertThat(objects.list("uploads/")).isEmpty();
    }

    @Test
    void aJobWhoseStateWasToldStaysSinceItIsSentAgain() {
        diesBeforeTheJobIsSent();

        sweepAfter(LATER);

        assertThat(objects.list("subjects/")).hasSize(2);
        assertThat(objects.list("uploads/")).isEmpty();
    }

    @Test
    void aJobWhoseStateMayBeForgottenStays() {
        diesBeforeTheJobIsSent();
        statuses.forget(SubjectIdentity.of(onlySubject()).job());
        statuses.apply(event(8, JobState.RUNNING, 1));
        statuses.apply(event(9, JobState.RUNNING, 1));

        sweepAfter(LATER);

        assertThat(objects.list("subjects/")).hasSize(2);
    }

    @Test
    void whatIsBeingErasedIsLeftToTheErasure() {
        diesBeforeTheThirdPicture(aSubmission());
        SubjectIdentity identity = SubjectIdentity.of(onlySubject());
        erasures.order(new Erasure(identity.subject(), identity.job(), Set.of()));

        sweepAfter(LATER);
        assertThat(objects.list("uploads/")).hasSize(1);

        erasures.sweep(identity.job());
        assertThat(objects.list("subjects/")).isEmpty();
        assertThat(objects.list("uploads/")).isEmpty();
    }

    @Test
    void aStoreThatFailsAtTheVeryEndLosesNoJob() {
        InMemorySubjectStore failing = new InMemorySubjectStore();
        store = failing;
        publisher.whenJobComes(() -> failing.reachable(false));

        submit(aSubmission());
        assertThatThrownBy(() -> sweepAfter(LATER)).isInstanceOf(RetryableException.class);
        failing.reachable(true);
        sweepAfter(LATER);

        assertThat(failing.pictureCount()).isOne();
        assertThat(publisher.sent).containsExactly("event QUEUED", "job");
    }

    private void diesBeforeTheThirdPicture(SubmissionMother submission) {
        UploadedPicture third = picture(TestImages.png(3));
        UploadedPicture deadly = new UploadedPicture() {
            @Override
            public long byteCount() {
                return third.byteCount();
            }

            @Override
            public byte[] bytes() {
                if (objects.list("subjects/").size() == 2) {
                    throw new Killed();
                }
                return third.bytes();
            }
        };
        submission.withPictures(List.of(picture(TestImages.png(1)), picture(TestImages.png(2)), deadly));
        assertThatThrownBy(() -> submit(submission)).isInstanceOf(Killed.class);
        assertThat(objects.list("subjects/")).hasSize(2);
    }

    private void diesBeforeTheJobIsSent() {
        publisher.whenJobComes(() -> {
            throw new Killed();
        });
        assertThatThrownBy(() -> submit(aSubmission())).isInstanceOf(Killed.class);
        assertThat(publisher.sent).containsExactly("event QUEUED");
        assertThat(objects.list("subjects/")).hasSize(2);
    }

    private void submit(SubmissionMother submission) {
        new SubmitSubject(
                        SubmissionMother.rules(),
                        store,
                        publisher,
                        statuses,
                        erasures,
                        (outcome, elapsed) -> {},
                        Clock.systemUTC())
                .submit(submission.build());
    }

    private void sweepAfter(Duration time) {
        new AbandonedUploads(store, statuses, erasures, DAY, Clock.offset(Clock.systemUTC(), time)).sweep();
    }

    private SubjectId onlySubject() {
        return new SubjectId(objects.list("subjects/").get(0).split("/")[1]);
    }
}
