package io.wavemesh.ingest.domain;

import static io.wavemesh.ingest.domain.EventMother.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.access.Caller;
import io.wavemesh.access.Scope;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.SubjectId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody learns by asking for an erasure that another's was ordered; and the threads that erase are few and end. */
class ForeignErasureTest {
    private static final ClientId ANN = new ClientId("ann");
    private static final Caller ANNS = Caller.of(ANN, Set.of(Scope.SUBJECTS_WRITE));
    private static final Caller BOBS = Caller.of(new ClientId("bob"), Set.of(Scope.SUBJECTS_WRITE));
    private static final Caller ADMIN = Caller.of(new ClientId("root"), Set.of(Scope.ADMIN));
    private static final SubjectId OF_ANN = new SubjectId("sub-1");
    private static final SubjectId NOBODYS = new SubjectId("sub-none");

    private final InMemorySubjectStore store = new InMemorySubjectStore();
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final SubjectStatuses statuses = new SubjectStatuses(4);
    private final Erasures erasures = new Erasures(
            new EraseTraces(store, publisher, Clock.systemUTC()),
            statuses,
            new Erasures.Times(Duration.ofHours(1), Duration.ofHours(1)),
            System::nanoTime);

    @BeforeEach
    void annsErasureIsOrderedButCannotBeDoneYet() {
        statuses.apply(event(Optional.of(ANN), 1, JobState.RUNNING, 0));
        publisher.goAwayAfter(1);
        assertThat(erase(ANNS, OF_ANN)).isEqualTo(ErasureOutcome.PROMISED);
    }

    @Test
    void toAnotherAnOrderedErasureIsAsNoSubjectAtAll() {
        assertThat(erase(BOBS, OF_ANN)).isEqualTo(erase(BOBS, NOBODYS)).isEqualTo(ErasureOutcome.DONE);
        assertThat(publisher.sent).containsExactly("control ERASE");
    }

    @Test
    void itsOwnerAndAdminsAreToldThatItIsOnlyPromised() {
        assertThat(erase(ANNS, OF_ANN)).isEqualTo(ErasureOutcome.PROMISED);
        assertThat(erase(ADMIN, OF_ANN)).isEqualTo(ErasureOutcome.PROMISED);
        publisher.goAwayAfter(100);
        assertThat(erase(ANNS, OF_ANN)).isEqualTo(ErasureOutcome.DONE);
        assertThat(erasures.openCount()).isOne();
    }

    @Test
    void whileTheStoreIsAwayAnothersFailsAsNoneDoes() {
        statuses.apply(event(Optional.of(ANN), 2, JobState.RUNNING, 0));
        store.reachable(false);

        for (SubjectId subject : Set.of(OF_ANN, new SubjectId("sub-2"), NOBODYS)) {
            assertThatThrownBy(() -> erase(BOBS, subject)).isInstanceOf(RetryableException.class);
        }
        assertThat(erase(ANNS, OF_ANN)).isEqualTo(ErasureOutcome.PROMISED);
    }

    @Test
    void everyReplicaThatHeardOfTheSubjectKnowsWhoseItWas() {
        SubjectStatuses elsewhere = new SubjectStatuses(4);
        elsewhere.apply(event(Optional.of(ANN), 1, JobState.RUNNING, 0));
        Erasures other = new Erasures(
                new EraseTraces(store, publisher, Clock.systemUTC()),
                elsewhere,
                new Erasures.Times(Duration.ofHours(1), Duration.ofHours(1)),
                System::nanoTime);

        publisher.controls.forEach(control -> other.order(Erasure.of(control)));

        assertThat(other.isOf(ANNS, publisher.controls.get(0).jobId())).isTrue();
        assertThat(other.isOf(BOBS, publisher.controls.get(0).jobId())).isFalse();
        assertThat(other.isOf(ADMIN, publisher.controls.get(0).jobId())).isTrue();
    }

    @Test
    void whatFindsNoThreadIsPromised() {
        Executor full = work -> {
            throw new RejectedExecutionException("full");
        };
        publisher.goAwayAfter(100);

        assertThat(useCase(full).erase(ANNS, OF_ANN)).isEqualTo(ErasureOutcome.PROMISED);
    }

    @Test
    void threadsAreBoundedAndEnd() throws Exception {
        SweepThreads threads = new SweepThreads(2, 1);
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch interrupted = new CountDownLatch(2);
        Runnable endless = () -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        };
        threads.execute(endless);
        threads.execute(endless);
        threads.execute(endless);

        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> threads.execute(endless)).isInstanceOf(RejectedExecutionException.class);
        threads.close();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(threads.isOver()).isTrue();
        assertThatThrownBy(() -> threads.execute(endless)).isInstanceOf(RejectedExecutionException.class);
    }

    private ErasureOutcome erase(Caller caller, SubjectId subject) {
        return useCase(Runnable::run).erase(caller, subject);
    }

    private EraseSubject useCase(Executor executor) {
        return new EraseSubject(
                store, publisher, statuses, erasures, Clock.systemUTC(), executor, Duration.ofMinutes(1));
    }
}
