package io.wavemesh.ingest.kafka;

import static io.wavemesh.ingest.domain.EventMother.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.ingest.domain.EraseTraces;
import io.wavemesh.ingest.domain.Erasures;
import io.wavemesh.ingest.domain.InMemorySubjectStore;
import io.wavemesh.ingest.domain.RecordingPublisher;
import io.wavemesh.ingest.domain.SubjectStatuses;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatusFeedTest {
    private final SubjectStatuses statuses = new SubjectStatuses(10);
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final Erasures erasures = new Erasures(
            new EraseTraces(new InMemorySubjectStore(), publisher, Clock.systemUTC()),
            statuses,
            new Erasures.Times(Duration.ofHours(1), Duration.ofHours(1)),
            System::nanoTime);
    private final StatusFeed feed = new StatusFeed(statuses, erasures);

    @Test
    void appliesStatesAndTombstones() {
        feed.put("job-1", event(1, JobState.RUNNING, 1));
        feed.put("job-2", event(2, JobState.RUNNING, 1));
        feed.remove("job-1");
        feed.remove("no job id / at all");

        assertThat(statuses.find(new SubjectId("sub-1"))).isEmpty();
        assertThat(statuses.find(new SubjectId("sub-2"))).isPresent();
        assertThat(publisher.sent).isEmpty();
    }

    @Test
    void erasesWhatComesTooLate() {
        statuses.erase(new JobId("job-1"));

        feed.put("job-1", event(1, JobState.RUNNING, 1));
        erasures.work();

        assertThat(publisher.sent).containsExactly("forget");
    }
}
