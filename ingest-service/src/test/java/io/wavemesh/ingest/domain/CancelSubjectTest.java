package io.wavemesh.ingest.domain;

import static io.wavemesh.ingest.domain.EventMother.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingEvent;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CancelSubjectTest {
    private static final SubjectId SUBJECT = new SubjectId("sub-1");

    private final RecordingPublisher publisher = new RecordingPublisher();
    private final SubjectStatuses statuses = new SubjectStatuses(10);
    private final InMemorySubjectStore store = new InMemorySubjectStore();
    private final CancelSubject cancel = new CancelSubject(store, publisher, statuses, Clock.systemUTC());

    @Test
    void tellsTrainersBeforeItCountsAWaitingJobAsCanceled() {
        statuses.apply(event(1, JobState.QUEUED, 0));

        CancelOutcome outcome = cancel.cancel(Caller.anybody(), SUBJECT);

        assertThat(outcome).isInstanceOf(CancelOutcome.Requested.class);
        assertThat(publisher.sent).containsExactly("control CANCEL", "event CANCELED");
        assertThat(statuses.find(SUBJECT))
                .hasValueSatisfying(e -> assertThat(e.state()).isEqualTo(JobState.CANCELED));
    }

    @Test
    void leavesAWaitingJobAloneWhoseAdapterIsThereAlready() {
        TrainingEvent waiting = event(1, JobState.QUEUED, 0);
        statuses.apply(waiting);
        store.storeAdapter(waiting.jobId(), new AdapterId("ad-1"));

        assertThat(cancel.cancel(Caller.anybody(), SUBJECT)).isEqualTo(new CancelOutcome.Requested(waiting));
        assertThat(publisher.sent).isEmpty();
    }

    @Test
    void leavesTheStateOfARunningJobToItsTrainer() {
        statuses.apply(event(1, JobState.RUNNING, 3));

        CancelOutcome outcome = cancel.cancel(Caller.anybody(), SUBJECT);

        assertThat(outcome).isEqualTo(new CancelOutcome.Requested(event(1, JobState.RUNNING, 3)));
        assertThat(publisher.sent).containsExactly("control CANCEL");
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELED"})
    void refusesWhatHasEnded(JobState state) {
        statuses.apply(event(1, state, 3));

        assertThat(cancel.cancel(Caller.anybody(), SUBJECT)).isEqualTo(new CancelOutcome.Finished(state));
        assertThat(publisher.sent).isEmpty();
    }

    @Test
    void doesNotKnowOtherSubjects() {
        assertThat(cancel.cancel(Caller.anybody(), SUBJECT)).isEqualTo(new CancelOutcome.Unknown());
    }

    @Test
    void changesNothingWhileBrokersAreAway() {
        statuses.apply(event(1, JobState.QUEUED, 0));
        publisher.goAwayAfter(0);

        assertThatThrownBy(() -> cancel.cancel(Caller.anybody(), SUBJECT)).isInstanceOf(RetryableException.class);

        assertThat(statuses.find(SUBJECT))
                .hasValueSatisfying(e -> assertThat(e.state()).isEqualTo(JobState.QUEUED));
    }
}
