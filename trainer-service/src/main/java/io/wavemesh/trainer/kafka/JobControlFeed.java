package io.wavemesh.trainer.kafka;

import io.wavemesh.contracts.JobControl;
import io.wavemesh.messaging.StateHandler;
import io.wavemesh.trainer.domain.EraseJob;
import io.wavemesh.trainer.domain.JobControls;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/** Passes on what is asked of jobs, from the start of the topic. */
public final class JobControlFeed implements StateHandler<JobControl> {
    /** No job is delivered so long after its erasure; those before need not be erased at every start. */
    private static final Duration MOST_RECENT = Duration.ofDays(30);

    private final JobControls controls;
    private final EraseJob eraser;
    private final InstantSource clock;

    /** Feeds the controls, and has erased what other runs left behind. */
    public JobControlFeed(JobControls controls, EraseJob eraser, InstantSource clock) {
        this.controls = controls;
        this.eraser = eraser;
        this.clock = clock;
    }

    @Override
    public void put(String key, JobControl message) {
        controls.apply(message);
        if (message.action() == JobControl.Action.ERASE
                && message.at().isAfter(clock.instant().minus(MOST_RECENT))) {
            eraser.eraseLeftovers(message.jobId(), Set.copyOf(message.adapters()));
        }
    }

    @Override
    public void remove(String key) {
        // What was asked once stays asked.
    }
}
