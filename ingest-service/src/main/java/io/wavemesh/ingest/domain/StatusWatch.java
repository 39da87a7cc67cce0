package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.TrainingEvent;
import java.util.function.Consumer;

/** Somebody who follows one subject; keeps the order of states, whichever thread brings them. */
public final class StatusWatch implements AutoCloseable {
    private final StatusListener listener;
    private final Consumer<StatusWatch> onClose;
    private TrainingEvent last;

    StatusWatch(StatusListener listener, Consumer<StatusWatch> onClose) {
        this.listener = listener;
        this.onClose = onClose;
    }

    synchronized void tell(TrainingEvent event) {
        if (last == null || !event.jobId().equals(last.jobId()) || event.isAfter(last)) {
            last = event;
            listener.state(event);
        }
    }

    synchronized void end() {
        listener.end();
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
