package io.wavemesh.ingest.domain;

import static io.wavemesh.ingest.domain.EventMother.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LostJobsTest {
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final SubjectStatuses statuses = new SubjectStatuses(10);
    private final InMemorySubjectStore store = new InMemorySubjectStore();
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final Queue queue = new Queue();
    private long nanos;
    private final LostJobs lostJobs = new LostJobs(statuses, store, publisher, queue, SILENCE, () -> nanos);

    private static final class Queue implements JobQueue {
        private final Set<JobId> waiting = new HashSet<>();
        private final List<String> sent = new ArrayList<>();
        private boolean away;

        @Override
        public Set<JobId> missing(Set<JobId> jobs) {
            if (away) {
                throw new RetryableException("brokers are away");
            }
            Set<JobId> missing = new HashSet<>(jobs);
            missing.removeAll(waiting);
            return missing;
        }

        @Override
        public void sendAgain(TrainingOrder job, int attempts) {
            sent.add(job.jobId() + " after " + attempts);
            waiting.add(job.jobId());
        }
    }

    @BeforeEach
    void storeJob() {
        store.storeJob(EventMother.job(1));
    }

    @Test
    void sendsAJobAgainThatIsSilentAndNotInTheQueue() {
        statuses.apply(event(1, JobState.RUNNING, 3));

        lookAfter(Duration.ZERO);
        lookAfter(SILENCE);
        assertThat(queue.sent).isEmpty();
        lookAfter(Duration.ofSeconds(1));
        lookAfter(SILENCE.multipliedBy(2));

        assertThat(queue.sent).containsExactly("job-1 after 1");
    }

    @Test
    void waitsTwiceAsLongEachTimeItDidNotHelp() {
        statuses.apply(event(1, JobState.RUNNING, 3));
        lookAfter(Duration.ZERO);

        for (int minute = 1; minute <= 60; minute++) {
            lookAfter(SILENCE);
            lookAfter(Duration.ZERO);
            queue.waiting.clear(); // given up again
        }

        assertThat(queue.sent).as("after 1, 2, 4, 8 and 16 minutes").hasSize(5);
    }

    @Test
    void looksAsSoonAsEverOnceSomethingWasTold() {
        statuses.apply(event(1, JobState.RUNNING, 3));
        lookAfter(Duration.ZERO);
        lookAfter(SILENCE);
        lookAfter(Duration.ZERO);
        queue.waiting.clear();

        statuses.apply(event(1, JobState.RUNNING, 4));
        lookAfter(Duration.ZERO);
        lookAfter(SILENCE);
        lookAfter(Duration.ZERO);

        assertThat(queue.sent).hasSize(2);
    }

    @Test
    void leavesAJobAloneThatWaitsHoweverLong() {
        statuses.apply(event(1, JobState.QUEUED, 0));
        queue.waiting.add(new JobId("job-1"));

        lookAfter(Duration.ZERO);
        lookAfter(SILENCE);
        lookAfter(SILENCE);

        assertThat(queue.sent).isEmpty();
    }

    @Test
    void leavesAJobAloneThatIsToldOf() {
        for (int sequence = 1; sequence < 6; sequence++) {
            statuses.apply(event(1, JobState.RUNNING, sequence));
            lookAfter(SILENCE.minusSeconds(1));
        }
        statuses.apply(event(1, JobState.FAILED, 9));
        lookAfter(SILENCE);
        lookAfter(SILENCE);

        assertThat(queue.sent).isEmpty();
    }

    @Test
    void leavesAJobAloneWhoseEndIsToldBetweenTwoLooks() {
        statuses.apply(event(1, JobState.RUNNING, 3));
        lookAfter(Duration.ZERO);
        lookAfter(SILENCE);

        statuses.apply(event(1, JobState.SUCCEEDED, 4));
        lookAfter(Duration.ofSeconds(1));

        assertThat(queue.sent).isEmpty();
    }

    @Test
    void goesOnWhereItWasWhenBrokersWereAway() {
        statuses.apply(event(1, JobState.RUNNING, 3));
        lookAfter(Duration.ZERO);
        queue.away = true;
        nanos += SILENCE.toNanos();
        assertThatThrownBy(lostJobs::look).isInstanceOf(RetryableException.class);
        queue.away = false;

        lookAfter(Duration.ofSeconds(1));
        lookAfter(Duration.ofSeconds(1));

        assertThat(queue.sent).hasSize(1);
    }

    @Test
    void repeatsAStateThatAnOlderEventDisplacedUntilItIsTheLastAgain() {
        TrainingEvent end = event(1, JobState.SUCCEEDED, 4);
        statuses.apply(end);
        statuses.apply(event(1, JobState.RUNNING, 3));

        lookAfter(Duration.ZERO);
        statuses.apply(end);
        lookAfter(Duration.ZERO);

        assertThat(publisher.sent).containsExactly("event SUCCEEDED");
    }

    private void lookAfter(Duration time) {
        nanos += time.toNanos();
        lostJobs.look();
    }
}
