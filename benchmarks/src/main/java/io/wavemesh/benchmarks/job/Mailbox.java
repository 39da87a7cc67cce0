package io.wavemesh.benchmarks.job;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.AuditEvent;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingOrder;
import io.wavemesh.ingest.domain.TrainingJobPublisher;
import io.wavemesh.trainer.domain.TrainingPublisher;
import java.util.concurrent.atomic.AtomicReference;

/** Holds the last message of each kind, where a mesh has its brokers. Safe for threads. */
final class Mailbox implements TrainingJobPublisher, TrainingPublisher {
    private final AtomicReference<TrainingOrder> order = new AtomicReference<>();
    private final AtomicReference<AdapterAnnouncement> adapter = new AtomicReference<>();

    /** The order that ingest sent. */
    TrainingOrder order() {
        return order.get();
    }

    /** The adapter that the trainer announced. */
    AdapterAnnouncement adapter() {
        return adapter.get();
    }

    @Override
    public void job(TrainingOrder sent) {
        order.set(sent);
    }

    @Override
    public void announce(AdapterAnnouncement announced) {
        adapter.set(announced);
    }

    @Override
    public void event(TrainingEvent event) {
        // Nobody watches.
    }

    @Override
    public void tell(TrainingEvent event) {
        // Nobody watches.
    }

    @Override
    public void control(JobControl control) {
        // One trainer only, which is never told to end.
    }

    @Override
    public void withdraw(AdapterId withdrawn) {
        adapter.set(null);
    }

    @Override
    public void forget(JobId forgotten) {
        order.set(null);
    }

    @Override
    public void audit(AuditEvent event) {
        // Nothing is erased.
    }
}
