package io.wavemesh.inference.kafka;

import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.Topics;
import io.wavemesh.inference.domain.AdapterErasure;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.StateHandler;

/** Learns which jobs were ever ordered to be erased, from the start of {@code job-control}. */
public final class ErasureFeed implements AutoCloseable {
    private final CompactedTopicReader<JobControl> reader;

    /** A feed that isn't started. */
    public ErasureFeed(BrokerConnection broker, Topics topics, AdapterErasure erasure) {
        this.reader = new CompactedTopicReader<>(broker, topics.jobControl(), JobControl.class, new StateHandler<>() {
            @Override
            public void put(String key, JobControl control) {
                if (control.action() == JobControl.Action.ERASE) {
                    erasure.order(control);
                }
            }

            @Override
            public void remove(String key) {
                // What was ordered once stays ordered.
            }
        });
    }

    /** Begins to read; goes on until closed. */
    public void start() {
        reader.start();
    }

    /** Whether every order that was there at the start is known. */
    public boolean isCaughtUp() {
        return reader.isCaughtUp();
    }

    /** Whether nothing keeps it from reading, such as a right that is missing. */
    public boolean isReading() {
        return reader.fault().isEmpty();
    }

    /** Whether the feed's thread is alive. */
    public boolean isAlive() {
        return reader.isAlive();
    }

    @Override
    public void close() {
        reader.close();
    }
}
