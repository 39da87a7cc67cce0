package io.wavemesh.ingest.domain;

import static io.wavemesh.ingest.domain.EventMother.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.SubjectId;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class EraseSubjectTest {
    private static final SubjectId SUBJECT = new SubjectId("sub-1");

    private final InMemorySubjectStore store = new InMemorySubjectStore();
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final SubjectStatuses statuses = new SubjectStatuses(10);
    private final EraseSubject erase = new EraseSubject(store, publisher, statuses, Clock.systemUTC());

    @Test
    void stopsTrainersThenErasesThenForgets() {
        statuses.apply(event(1, JobState.SUCCEEDED, 3));
        store.storePicture(SUBJECT, "0".repeat(64), "png", new byte[] {1});

        erase.erase(Caller.anybody(), SUBJECT);

        assertThat(publisher.sent).containsExactly("control ERASE", "withdraw ada-1", "forget");
        assertThat(store.pictureCount()).isZero();
        assertThat(statuses.size()).isZero();
    }

    @Test
    void canBeRepeatedWhenItWasInterrupted() {
        statuses.apply(event(1, JobState.RUNNING, 3));
        publisher.goAwayAfter(1);
        assertThatThrownBy(() -> erase.erase(Caller.anybody(), SUBJECT)).isInstanceOf(RetryableException.class);
        publisher.goAwayAfter(10);

        erase.erase(Caller.anybody(), SUBJECT);

        assertThat(publisher.sent).containsExactly("control ERASE", "control ERASE", "forget");
        assertThat(statuses.size()).isZero();
    }

    @Test
    void withdrawsAnAdapterThatWasNotToldYet() {
        statuses.apply(event(1, JobState.RUNNING, 3));
        store.storeAdapter(new JobId("job-1"), new AdapterId("ada-9"));

        erase.erase(Caller.anybody(), SUBJECT);

        assertThat(publisher.sent).containsExactly("control ERASE", "withdraw ada-9", "forget");
    }

    @Test
    void tellsNobodyOfSubjectsThatNobodyKnows() {
        erase.erase(Caller.anybody(), SUBJECT);

        assertThat(publisher.sent).isEmpty();
    }
}
