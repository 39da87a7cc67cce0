package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.AuditEvent;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingOrder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was sent, in order; can be away. */
public final class RecordingPublisher implements TrainingJobPublisher {
    /** One line a message. */
    public final List<String> sent = new CopyOnWriteArrayList<>();

    final List<TrainingOrder> orders = new CopyOnWriteArrayList<>();
    final List<JobControl> controls = new CopyOnWriteArrayList<>();
    private volatile Runnable whenEventComes = () -> {};
    private volatile Runnable whenJobComes = () -> {};
    private volatile int messagesUntilAway = Integer.MAX_VALUE;

    /** Lets so many messages through and then none. */
    public void goAwayAfter(int messages) {
        messagesUntilAway = messages;
    }

    /** What happens before a job is sent. */
    void whenJobComes(Runnable other) {
        whenJobComes = other;
    }

    /** What happens before a state is told. */
    void whenEventComes(Runnable other) {
        whenEventComes = other;
    }

    @Override
    public void event(TrainingEvent event) {
        whenEventComes.run();
        note("event " + event.state());
    }

    @Override
    public void job(TrainingOrder order) {
        whenJobComes.run();
        note("job");
        orders.add(order);
    }

    @Override
    public void control(JobControl control) {
        note("control " + control.action());
        controls.add(control);
    }

    @Override
    public void withdraw(AdapterId adapter) {
        note("withdraw " + adapter);
    }

    @Override
    public void forget(JobId job) {
        note("forget");
    }

    @Override
    public void audit(AuditEvent event) {
        note("audit " + event.action());
    }

    private void note(String message) {
        if (messagesUntilAway-- <= 0) {
            throw new RetryableException("brokers are away");
        }
        sent.add(message);
    }
}
