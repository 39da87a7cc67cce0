package io.wavemesh.trainer.kafka;

import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.messaging.Delivery;
import io.wavemesh.messaging.JobHandler;
import io.wavemesh.messaging.StopReason;
import io.wavemesh.messaging.StopSignal;
import io.wavemesh.messaging.Verdict;
import io.wavemesh.trainer.domain.JobOutcome;
import io.wavemesh.trainer.domain.RunStop;
import io.wavemesh.trainer.domain.TrainSubject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands deliveries of training jobs to the use case. */
public final class TrainingJobHandler implements JobHandler<TrainingJob> {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingJobHandler.class);

    private final TrainSubject useCase;

    /** Calls a use case. */
    public TrainingJobHandler(TrainSubject useCase) {
        this.useCase = useCase;
    }

    @Override
    public Verdict handle(Delivery<TrainingJob> delivery, StopSignal signal) {
        LOG.info("job begins, jobId={}, attempt={}", delivery.message().jobId(), delivery.attempt());
        RunStop stop = new RunStop();
        signal.onStop(reason -> stop.request(translated(reason)));
        JobOutcome outcome = useCase.run(delivery.message(), delivery.attempt(), stop);
        LOG.info("job ended, jobId={}, outcome={}", delivery.message().jobId(), outcome.reason());
        return new Verdict(outcome.disposition(), outcome.reason());
    }

    @Override
    public long progress(TrainingJob job) {
        return useCase.progress(job);
    }

    @Override
    public void giveUp(Delivery<TrainingJob> delivery, String reason) {
        useCase.giveUp(delivery.message(), delivery.attempt());
    }

    private static RunStop.Reason translated(StopReason reason) {
        return switch (reason) {
            case LOCK_LOST -> RunStop.Reason.LOCK_LOST;
            case SHUTDOWN -> RunStop.Reason.SHUTDOWN;
        };
    }
}
