package io.wavemesh.trainer.kafka;

import io.wavemesh.contracts.JobControl;
import io.wavemesh.messaging.StateHandler;
import io.wavemesh.trainer.domain.EraseJob;
import io.wavemesh.trainer.domain.JobControls;

/** Passes on what is asked of jobs, from the start of the topic. */
public final class JobControlFeed implements StateHandler<JobControl> {
    private final JobControls controls;
    private final EraseJob eraser;

    /** Feeds the controls, and has erased what other runs left behind. */
    public JobControlFeed(JobControls controls, EraseJob eraser) {
        this.controls = controls;
        this.eraser = eraser;
    }

    @Override
    public void put(String key, JobControl message) {
        controls.apply(message);
        if (message.action() == JobControl.Action.ERASE) {
            eraser.erase(message.jobId());
        }
    }

    @Override
    public void remove(String key) {
        // What was asked once stays asked.
    }
}
