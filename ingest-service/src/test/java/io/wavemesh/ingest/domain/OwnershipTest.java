package io.wavemesh.ingest.domain;

import static io.wavemesh.ingest.domain.EventMother.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.access.Caller;
import io.wavemesh.access.Scope;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What belongs to one client is to another as if it weren't there. */
class OwnershipTest {
    private static final ClientId ANN = new ClientId("ann");
    private static final ClientId BOB = new ClientId("bob");
    private static final Caller ANNS = Caller.of(ANN, Set.of(Scope.SUBJECTS_READ, Scope.SUBJECTS_WRITE));
    private static final Caller BOBS = Caller.of(BOB, Set.of(Scope.SUBJECTS_READ, Scope.SUBJECTS_WRITE));
    private static final Caller ADMIN = Caller.of(new ClientId("root"), Set.of(Scope.ADMIN));
    private static final SubjectId OF_ANN = new SubjectId("sub-1");
    private static final StatusListener NOBODY = new StatusListener() {
        @Override
        public void state(TrainingEvent event) {}

        @Override
        public void end() {}
    };

    private final InMemorySubjectStore store = new InMemorySubjectStore();
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final SubjectStatuses statuses = new SubjectStatuses(4);

    @BeforeEach
    void twoClientsAndNobodyHaveSubjects() {
        statuses.apply(event(Optional.of(ANN), 1, JobState.RUNNING, 0));
        statuses.apply(event(Optional.of(BOB), 2, JobState.RUNNING, 0));
        statuses.apply(event(Optional.empty(), 3, JobState.RUNNING, 0));
        statuses.apply(event(Optional.of(ANN), 4, JobState.RUNNING, 0));
    }

    @Test
    void listsToEachItsOwnAndToAdminsAll() {
        assertThat(listed(ANNS, Optional.empty())).containsExactly("sub-4", "sub-1");
        assertThat(listed(BOBS, Optional.empty())).containsExactly("sub-2");
        assertThat(listed(ADMIN, Optional.empty())).containsExactly("sub-4", "sub-3", "sub-2", "sub-1");
        assertThat(listed(Caller.anybody(), Optional.empty())).hasSize(4);
    }

    @Test
    void listsItsOwnFromAnyPlace() {
        Place ofBob = Place.of(statuses.find(new SubjectId("sub-2")).orElseThrow());

        assertThat(listed(ANNS, Optional.of(ofBob))).containsExactly("sub-1");
    }

    @Test
    void listsNoMoreWhatWasForgottenOrEvicted() {
        statuses.forget(new JobId("job-4"));
        statuses.apply(event(Optional.of(BOB), 5, JobState.RUNNING, 0));
        statuses.apply(event(Optional.of(BOB), 6, JobState.RUNNING, 0));

        assertThat(listed(ANNS, Optional.empty())).isEmpty();
        assertThat(listed(BOBS, Optional.empty())).containsExactly("sub-6", "sub-5", "sub-2");
    }

    @Test
    void showsAndFollowsItsOwnOnly() {
        assertThat(statuses.find(ANNS, OF_ANN)).isPresent();
        assertThat(statuses.find(ADMIN, OF_ANN)).isPresent();
        assertThat(statuses.find(BOBS, OF_ANN)).isEmpty();
        assertThat(statuses.watch(BOBS, OF_ANN, NOBODY)).isEmpty();
        assertThat(statuses.watch(ANNS, OF_ANN, NOBODY)).isPresent();
        assertThat(statuses.find(ANNS, new SubjectId("sub-3"))).isEmpty();
    }

    @Test
    void cancelsItsOwnOnly() {
        CancelSubject cancel = new CancelSubject(store, publisher, statuses, Clock.systemUTC());

        assertThat(cancel.cancel(BOBS, OF_ANN)).isEqualTo(new CancelOutcome.Unknown());
        assertThat(publisher.sent).isEmpty();
        assertThat(cancel.cancel(ANNS, OF_ANN)).isInstanceOf(CancelOutcome.Requested.class);
    }

    @Test
    void erasesItsOwnOnly() {
        EraseSubject erase = new EraseSubject(
                store,
                publisher,
                statuses,
                new Erasures(
                        new EraseTraces(store, publisher, Clock.systemUTC()),
                        statuses,
                        new Erasures.Times(Duration.ofHours(1), Duration.ofHours(1)),
                        System::nanoTime),
                Clock.systemUTC(),
                Runnable::run,
                Duration.ofMinutes(1));

        erase.erase(BOBS, OF_ANN);

        assertThat(publisher.sent).isEmpty();
        assertThat(statuses.find(OF_ANN)).isPresent();
        erase.erase(ANNS, OF_ANN);
        assertThat(publisher.sent).contains("control ERASE");
        assertThat(statuses.find(OF_ANN)).isEmpty();
    }

    @Test
    void namesNeverMeetWhateverClientsAndKeysAreCalled() {
        List<SubjectIdentity> identities = List.of(
                SubjectIdentity.derived(Optional.empty(), "k"),
                SubjectIdentity.derived(Optional.of(new ClientId("anonymous")), "k"),
                SubjectIdentity.derived(Optional.of(ANN), "k"),
                SubjectIdentity.derived(Optional.of(BOB), "k"),
                SubjectIdentity.derived(Optional.of(new ClientId("annk")), ""),
                SubjectIdentity.derived(Optional.of(ANN), "kk"));

        assertThat(identities).doesNotHaveDuplicates();
    }

    @Test
    void namesWithoutOwnerAreThoseOfEarlierReleases() {
        assertThat(SubjectIdentity.derived(Optional.empty(), "k").subject())
                .isEqualTo(new SubjectId("sub-d6df01a1e2f9d41ffd37cfb020133433"));
    }

    private List<String> listed(Caller caller, Optional<Place> after) {
        return statuses.list(caller, after, 9).stream()
                .map(e -> e.subjectId().value())
                .toList();
    }
}
