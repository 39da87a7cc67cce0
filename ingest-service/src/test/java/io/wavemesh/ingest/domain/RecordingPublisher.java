package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was sent, in order; can be away. */
public final class RecordingPublisher implements TrainingJobPublisher {
    /** One line a message. */
    public final List<String> sent = new ArrayList<>();

    final List<TrainingJob> jobs = new ArrayList<>();
    private int messagesUntilAway = Integer.MAX_VALUE;

    /** Lets so many messages through and then none. */
    public void goAwayAfter(int messages) {
        messagesUntilAway = messages;
    }

    @Override
    public void event(TrainingEvent event) {
        note("event " + event.state());
    }

    @Override
    public void job(TrainingJob job) {
        note("job");
        jobs.add(job);
    }

    @Override
    public void control(JobControl control) {
        note("control " + control.action());
    }

    @Override
    public void withdraw(AdapterId adapter) {
        note("withdraw " + adapter);
    }

    @Override
    public void forget(JobId job) {
        note("forget");
    }

    private void note(String message) {
        if (messagesUntilAway-- <= 0) {
            throw new RetryableException("brokers are away");
        }
        sent.add(message);
    }
}
