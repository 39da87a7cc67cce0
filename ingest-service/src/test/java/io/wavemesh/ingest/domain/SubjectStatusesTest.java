package io.wavemesh.ingest.domain;

import static io.wavemesh.ingest.domain.EventMother.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.ingest.domain.SubjectStatuses.Applied;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubjectStatusesTest {
    private final SubjectStatuses statuses = new SubjectStatuses(3);
    private final List<String> told = new ArrayList<>();

    @Test
    void keepsTheNewestStateOfASubject() {
        assertThat(statuses.apply(event(1, JobState.RUNNING, 5))).isEqualTo(Applied.NEW);

        assertThat(statuses.apply(event(1, JobState.RUNNING, 4))).isEqualTo(Applied.STALE);

        assertThat(statuses.find(new SubjectId("sub-1"))).contains(event(1, JobState.RUNNING, 5));
        assertThat(statuses.size()).isEqualTo(1);
    }

    @Test
    void letsTheOldestFinishedSubjectGoWhenFull() {
        statuses.apply(event(1, JobState.RUNNING, 0));
        statuses.apply(event(2, JobState.SUCCEEDED, 0));
        statuses.apply(event(3, JobState.SUCCEEDED, 0));

        statuses.apply(event(4, JobState.RUNNING, 0));

        assertThat(numbers(Optional.empty(), 9)).containsExactly("sub-4", "sub-3", "sub-1");
    }

    @Test
    void letsTheOldestGoWhenNoneIsFinished() {
        for (int number = 1; number <= 4; number++) {
            statuses.apply(event(number, JobState.RUNNING, 0));
        }

        assertThat(numbers(Optional.empty(), 9)).containsExactly("sub-4", "sub-3", "sub-2");
    }

    @Test
    void listsFromAPlaceEvenIfItsSubjectIsGone() {
        for (int number = 1; number <= 3; number++) {
            statuses.apply(event(number, JobState.RUNNING, 0));
        }
        Place place =
                Place.parse(Place.of(event(3, JobState.RUNNING, 0)).token()).orElseThrow();
        statuses.forget(new JobId("job-3"));

        assertThat(numbers(Optional.of(place), 1)).containsExactly("sub-2");
    }

    @Test
    void tellsWatchersThePresentStateAndNewerOnesOnly() {
        statuses.apply(event(1, JobState.QUEUED, 0));
        StatusWatch watch = statuses.watch(Caller.anybody(), new SubjectId("sub-1"), listener())
                .orElseThrow();

        statuses.apply(event(1, JobState.RUNNING, 2));
        statuses.apply(event(1, JobState.RUNNING, 1));
        statuses.apply(event(2, JobState.RUNNING, 1));
        statuses.forget(new JobId("job-1"));
        watch.close();
        statuses.apply(event(1, JobState.RUNNING, 3));

        assertThat(told).containsExactly("QUEUED 0", "RUNNING 2", "end");
    }

    @Test
    void watchesOnlyWhatIsKnown() {
        assertThat(statuses.watch(Caller.anybody(), new SubjectId("sub-1"), listener()))
                .isEmpty();
    }

    @Test
    void doesNotTakeBackWhatWasErased() {
        statuses.apply(event(1, JobState.RUNNING, 1));
        statuses.erase(new JobId("job-1"));

        assertThat(statuses.apply(event(1, JobState.RUNNING, 2))).isEqualTo(Applied.ERASED);
        assertThat(statuses.find(new SubjectId("sub-1"))).isEmpty();
    }

    @Test
    void takesBackWhatWasOnlyForgotten() {
        statuses.apply(event(1, JobState.RUNNING, 1));
        statuses.forget(new JobId("job-1"));

        assertThat(statuses.apply(event(1, JobState.RUNNING, 2))).isEqualTo(Applied.NEW);
    }

    @Test
    void refusesWordsThatAreNoPlace() {
        for (String token : List.of("", "x", "2026-01-02T03:04:05Z", "_sub-1", "2026-01-02T03:04:05Z_../x")) {
            assertThat(Place.parse(token)).isEmpty();
        }
    }

    private List<String> numbers(Optional<Place> after, int limit) {
        return statuses.list(Caller.anybody(), after, limit).stream()
                .map(e -> e.subjectId().value())
                .toList();
    }

    private StatusListener listener() {
        return new StatusListener() {
            @Override
            public void state(TrainingEvent event) {
                told.add(event.state() + " " + event.sequence());
            }

            @Override
            public void end() {
                told.add("end");
            }
        };
    }
}
