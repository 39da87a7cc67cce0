package io.wavemesh.ingest.domain;

import static io.wavemesh.ingest.domain.SubmissionMother.aSubmission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.ingest.TestImages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubmitSubjectTest {
    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09.123456Z");

    private final InMemorySubjectStore store = new InMemorySubjectStore();
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final List<IngestMeters.Outcome> counted = new ArrayList<>();
    private SubjectStatuses statuses = new SubjectStatuses(10);
    private final Erasures erasures = new Erasures(
            new EraseTraces(store, publisher, Clock.systemUTC()),
            statuses,
            new Erasures.Times(Duration.ofHours(1), Duration.ofHours(1)),
            System::nanoTime);

    @Test
    void storesThenTellsThenSends() {
        TrainingEvent event = accepted(aSubmission().build());

        assertThat(publisher.sent).containsExactly("event QUEUED", "job");
        assertThat(event.state()).isEqualTo(JobState.QUEUED);
        assertThat(event.createdAt()).isEqualTo("2026-05-06T07:08:09.123Z");
        assertThat(statuses.find(event.subjectId())).contains(event);
        assertThat(store.findJob(event.subjectId())).hasValueSatisfying(job -> assertThat(job.jobId())
                .isEqualTo(publisher.orders.get(0).jobId()));
        assertThat(publisher.orders.get(0).inline()).isEmpty();
        assertThat(counted).containsExactly(IngestMeters.Outcome.ACCEPTED);
    }

    @Test
    void storesNothingOfARefusedSet() {
        SubmissionOutcome outcome = submit(aSubmission()
                .withImages(TestImages.png(1), TestImages.truncated())
                .build());

        assertThat(outcome).isInstanceOf(SubmissionOutcome.Invalid.class);
        assertThat(store.pictureCount()).isZero();
        assertThat(publisher.sent).isEmpty();
        assertThat(counted).containsExactly(IngestMeters.Outcome.INVALID);
    }

    @Test
    void leavesNothingBehindWhenBrokersAreAwayAndNobodyCanComeBack() {
        publisher.goAwayAfter(1);

        assertThatThrownBy(() -> submit(aSubmission().build())).isInstanceOf(RetryableException.class);

        assertThat(store.pictureCount()).isZero();
        assertThat(statuses.size()).isZero();
        assertThat(counted).containsExactly(IngestMeters.Outcome.UNAVAILABLE);
    }

    @Test
    void goesOnWhereTheFirstTryEnded() {
        Submission submission = aSubmission().withKey("k").build();
        publisher.goAwayAfter(1);
        assertThatThrownBy(() -> submit(submission)).isInstanceOf(RetryableException.class);
        publisher.goAwayAfter(10);

        TrainingEvent event = accepted(submission);

        assertThat(publisher.sent).containsExactly("event QUEUED", "job");
        assertThat(publisher.orders).extracting(job -> job.subjectId()).containsExactly(event.subjectId());
    }

    @Test
    void sendsNothingForARepeatEvenAfterARestart() {
        Submission submission = aSubmission().withKey("k").build();
        TrainingEvent first = accepted(submission);
        statuses = new SubjectStatuses(10);

        SubmissionOutcome second = submit(submission);

        assertThat(second).isInstanceOfSatisfying(SubmissionOutcome.Accepted.class, accepted -> {
            assertThat(accepted.repeated()).isTrue();
            assertThat(accepted.event())
                    .isEqualTo(withTime(first, accepted.event().at()));
        });
        assertThat(publisher.sent).containsExactly("event QUEUED", "job");
        assertThat(counted).containsExactly(IngestMeters.Outcome.ACCEPTED, IngestMeters.Outcome.REPEATED);
    }

    @Test
    void keepsKeysOfClientsApart() {
        TrainingEvent ann = accepted(aSubmission().withKey("k").from("ann").build());

        TrainingEvent bob = accepted(
                aSubmission().withKey("k").from("bob").withClassNoun("cat").build());

        assertThat(bob.subjectId()).isNotEqualTo(ann.subjectId());
    }

    @Test
    void refusesOtherContentUnderAKey() {
        accepted(aSubmission().withKey("k").build());

        List<Submission> others = List.of(
                aSubmission().withKey("k").withClassNoun("cat").build(),
                aSubmission().withKey("k").withImages(TestImages.png(2)).build(),
                aSubmission().withKey("k").withTraining("{\"steps\":3}").build());

        assertThat(others)
                .allSatisfy(other -> assertThat(submit(other)).isInstanceOf(SubmissionOutcome.KeyTaken.class));
        assertThat(publisher.orders).hasSize(1);
    }

    @Test
    void refusesTheKeyOfAnErasedSubject() {
        Submission submission = aSubmission().withKey("k").build();
        TrainingEvent event = accepted(submission);
        store.erase(event.subjectId(), event.jobId(), Set.of());

        assertThat(submit(submission)).isInstanceOf(SubmissionOutcome.KeyTaken.class);
    }

    @Test
    void refusesTheKeyOfASubjectWhoseErasureIsOnlyOrdered() {
        Submission submission = aSubmission().withKey("k").build();
        TrainingEvent event = accepted(submission);
        erasures.order(new Erasure(event.subjectId(), event.jobId(), Set.of()));

        assertThat(submit(submission)).isInstanceOf(SubmissionOutcome.KeyTaken.class);
    }

    @Test
    void leavesNothingOfASubjectThatIsErasedWhileItIsSentAgain() {
        Submission submission = aSubmission().withKey("k").build();
        publisher.goAwayAfter(0);
        assertThatThrownBy(() -> submit(submission)).isInstanceOf(RetryableException.class);
        publisher.goAwayAfter(100);
        SubjectIdentity identity = SubjectIdentity.derived(Optional.empty(), "k");
        store.whenJobStored(() -> store.erase(identity.subject(), identity.job(), Set.of()));

        SubmissionOutcome outcome = submit(submission);

        assertThat(outcome).isInstanceOf(SubmissionOutcome.KeyTaken.class);
        assertThat(store.isKnown(identity.subject())).isFalse();
        assertThat(store.pictureCount()).isZero();
        assertThat(statuses.size()).isZero();
        assertThat(publisher.sent).endsWith("forget", "audit ERASURE_ORDERED");
    }

    @Test
    void givesEveryRequestWithoutKeyItsOwnSubject() {
        TrainingEvent first = accepted(aSubmission().build());
        TrainingEvent second = accepted(aSubmission().build());

        assertThat(second.subjectId()).isNotEqualTo(first.subjectId());
        assertThat(SubjectIdentity.of(first.subjectId()).job()).isEqualTo(first.jobId());
    }

    private SubmissionOutcome submit(Submission submission) {
        IngestMeters meters = (outcome, elapsed) -> counted.add(outcome);
        return new SubmitSubject(
                        SubmissionMother.rules(),
                        store,
                        publisher,
                        statuses,
                        erasures,
                        meters,
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .submit(submission);
    }

    private TrainingEvent accepted(Submission submission) {
        SubmissionOutcome outcome = submit(submission);
        assertThat(outcome).isInstanceOf(SubmissionOutcome.Accepted.class);
        return ((SubmissionOutcome.Accepted) outcome).event();
    }

    private static TrainingEvent withTime(TrainingEvent e, Instant at) {
        return new TrainingEvent(
                1,
                e.jobId(),
                e.subjectId(),
                e.owner(),
                e.attempt(),
                e.sequence(),
                e.state(),
                e.phase(),
                e.step(),
                e.steps(),
                e.loss(),
                e.secondsLeft(),
                e.adapterId(),
                e.fault(),
                e.subject(),
                e.createdAt(),
                at);
    }
}
