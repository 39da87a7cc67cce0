package io.wavemesh.ingest.kafka;

import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.ingest.domain.Erasures;
import io.wavemesh.ingest.domain.SubjectStatuses;
import io.wavemesh.messaging.StateHandler;
import org.jboss.logging.Logger;

/** Brings what the compacted topic of events says into the statuses. Called by the reader's thread. */
public final class StatusFeed implements StateHandler<TrainingEvent> {
    private static final Logger LOG = Logger.getLogger(StatusFeed.class);

    private final SubjectStatuses statuses;
    private final Erasures erasures;

    /** Feeds the statuses; what comes too late is erased. */
    public StatusFeed(SubjectStatuses statuses, Erasures erasures) {
        this.statuses = statuses;
        this.erasures = erasures;
    }

    @Override
    public void put(String key, TrainingEvent event) {
        if (statuses.apply(event) == SubjectStatuses.Applied.ERASED) {
            // A trainer told a state before it heard of the erasure; without this the subject would come back.
            erasures.forgetSoon(event.jobId());
        }
    }

    @Override
    public void remove(String key) {
        try {
            statuses.forget(new JobId(key));
        } catch (IllegalArgumentException e) {
            LOG.warnf("record without a job id passed over, cause=%s", e.getMessage());
        }
    }
}
