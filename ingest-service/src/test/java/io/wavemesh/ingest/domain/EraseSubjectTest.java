package io.wavemesh.ingest.domain;

import static io.wavemesh.ingest.domain.EventMother.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.SubjectId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EraseSubjectTest {
    private static final SubjectId SUBJECT = new SubjectId("sub-1");
    private static final JobId JOB = new JobId("job-1");
    private static final AdapterId ADAPTER = new AdapterId("ada-1");
    private static final Erasures.Times TIMES = new Erasures.Times(Duration.ofSeconds(30), Duration.ofMinutes(10));

    private final InMemorySubjectStore store = new InMemorySubjectStore();
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final AtomicLong nanoTime = new AtomicLong(-5);
    private final Replica here = new Replica();
    private final Replica other = new Replica();

    /** One ingest process; all share store and topics. */
    private final class Replica {
        final SubjectStatuses statuses = new SubjectStatuses(10);
        final Erasures erasures =
                new Erasures(new EraseTraces(store, publisher, Clock.systemUTC()), statuses, TIMES, nanoTime::get);
        final EraseSubject erase = new EraseSubject(
                store, publisher, statuses, erasures, Clock.systemUTC(), Runnable::run, Duration.ofSeconds(60));

        void hearsTheOrders() {
            publisher.controls.forEach(control -> erasures.order(Erasure.of(control)));
        }
    }

    @Test
    void ordersThenErasesThenForgets() {
        here.statuses.apply(event(1, JobState.SUCCEEDED, 3));
        store.storePicture(SUBJECT, "0".repeat(64), "png", new byte[] {1});

        assertThat(here.erase.erase(Caller.anybody(), SUBJECT)).isEqualTo(ErasureOutcome.DONE);

        assertThat(publisher.sent)
                .containsExactly("control ERASE", "withdraw ada-1", "forget", "audit ERASURE_ORDERED");
        assertThat(publisher.controls.get(0).subjectId()).contains(SUBJECT);
        assertThat(publisher.controls.get(0).adapters()).containsExactly(ADAPTER);
        assertThat(store.pictureCount()).isZero();
        assertThat(here.statuses.size()).isZero();
    }

    @Test
    void promisesNothingThatIsNotSafe() {
        here.statuses.apply(event(1, JobState.RUNNING, 3));
        publisher.goAwayAfter(0);

        assertThatThrownBy(() -> here.erase.erase(Caller.anybody(), SUBJECT)).isInstanceOf(RetryableException.class);

        assertThat(here.statuses.find(SUBJECT)).isPresent();
        assertThat(here.erasures.openCount()).isZero();
    }

    @Test
    void goesOnByItselfWhenTheBrokersLeaveInTheMiddle() {
        here.statuses.apply(event(1, JobState.SUCCEEDED, 3));
        publisher.goAwayAfter(1);

        assertThat(here.erase.erase(Caller.anybody(), SUBJECT)).isEqualTo(ErasureOutcome.PROMISED);
        assertThat(here.statuses.size()).isZero();

        publisher.goAwayAfter(100);
        after(Duration.ofSeconds(1));
        here.erasures.work();
        assertThat(publisher.sent)
                .containsExactly("control ERASE", "withdraw ada-1", "forget", "audit ERASURE_ORDERED");
    }

    @Test
    void goesOnByItselfWhenTheStoreIsAway() {
        here.statuses.apply(event(1, JobState.RUNNING, 3));
        store.storePicture(SUBJECT, "0".repeat(64), "png", new byte[] {1});
        store.reachable(false);

        assertThat(here.erase.erase(Caller.anybody(), SUBJECT)).isEqualTo(ErasureOutcome.PROMISED);
        assertThat(publisher.sent).contains("control ERASE", "forget");
        after(Duration.ofSeconds(1));
        here.erasures.work();
        assertThat(store.pictureCount()).isOne();

        store.reachable(true);
        after(Duration.ofSeconds(2));
        here.erasures.work();
        assertThat(store.pictureCount()).isZero();
    }

    @Test
    void anotherReplicaGoesOnWhereOneDied() {
        other.statuses.apply(event(1, JobState.RUNNING, 3));
        here.statuses.apply(event(1, JobState.RUNNING, 3));
        store.storePicture(SUBJECT, "0".repeat(64), "png", new byte[] {1});
        store.reachable(false);
        here.erase.erase(Caller.anybody(), SUBJECT);

        other.hearsTheOrders();
        assertThat(other.statuses.size()).isZero();
        store.reachable(true);
        other.erasures.work();
        assertThat(store.pictureCount()).isOne();
        after(TIMES.takeover());
        other.erasures.work();

        assertThat(store.pictureCount()).isZero();
        assertThat(other.erase.erase(Caller.anybody(), SUBJECT)).isEqualTo(ErasureOutcome.DONE);
    }

    @Test
    void searchesAgainWhenTheTrainersHaveStopped() {
        here.statuses.apply(event(1, JobState.RUNNING, 3));
        here.erase.erase(Caller.anybody(), SUBJECT);
        store.storeAdapter(JOB, ADAPTER);

        after(TIMES.settle());
        here.erasures.work();

        assertThat(store.hasAdapter(ADAPTER)).isFalse();
        assertThat(store.findAdapters(JOB)).isEmpty();
        assertThat(publisher.sent)
                .containsExactly(
                        "control ERASE", "forget", "audit ERASURE_ORDERED", "withdraw ada-1", "audit ERASURE_DONE");
        assertThat(here.erasures.openCount()).isZero();
    }

    @Test
    void doesNothingForWhatIsOver() {
        here.statuses.apply(event(1, JobState.RUNNING, 3));
        here.erase.erase(Caller.anybody(), SUBJECT);
        other.erasures.over(JOB);
        other.hearsTheOrders();
        int before = publisher.sent.size();

        after(TIMES.settle());
        other.erasures.work();

        assertThat(publisher.sent).hasSize(before);
        assertThat(other.erasures.isOrdered(JOB)).isTrue();
    }

    @Test
    void ordersOnlyOnce() {
        here.statuses.apply(event(1, JobState.SUCCEEDED, 3));

        here.erase.erase(Caller.anybody(), SUBJECT);
        here.erase.erase(Caller.anybody(), SUBJECT);

        assertThat(publisher.controls).hasSize(1);
    }

    @Test
    void withdrawsAnAdapterThatWasNotToldYet() {
        here.statuses.apply(event(1, JobState.RUNNING, 3));
        store.storeAdapter(JOB, new AdapterId("ada-9"));

        here.erase.erase(Caller.anybody(), SUBJECT);

        assertThat(publisher.sent).contains("withdraw ada-9");
    }

    @Test
    void takesBackAStateThatWasToldBeforeTheOrderWasHeard() {
        here.erasures.order(new Erasure(SUBJECT, JOB, Set.of()));
        here.erasures.forgetSoon(JOB);
        publisher.goAwayAfter(0);
        here.erasures.work();
        publisher.goAwayAfter(1);

        here.erasures.work();
        here.erasures.work();

        assertThat(publisher.sent).containsExactly("forget");
    }

    @Test
    void tellsNobodyOfSubjectsThatNobodyKnows() {
        assertThat(here.erase.erase(Caller.anybody(), SUBJECT)).isEqualTo(ErasureOutcome.DONE);

        assertThat(publisher.sent).isEmpty();
    }

    @Test
    void leavesWhatIsAnothersAlone() {
        here.statuses.apply(event(1, JobState.RUNNING, 3));
        Caller stranger = Caller.owner(Optional.of(new ClientId("stranger")));

        assertThat(here.erase.erase(stranger, SUBJECT)).isEqualTo(ErasureOutcome.DONE);

        assertThat(publisher.sent).isEmpty();
        assertThat(here.statuses.find(SUBJECT)).isPresent();
    }

    private void after(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
