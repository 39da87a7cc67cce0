package io.wavemesh.trainer.kafka;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingOrder;
import io.wavemesh.messaging.Delivery;
import io.wavemesh.messaging.JobHandler;
import io.wavemesh.messaging.StopReason;
import io.wavemesh.messaging.StopSignal;
import io.wavemesh.messaging.Verdict;
import io.wavemesh.trainer.domain.JobGoneException;
import io.wavemesh.trainer.domain.JobOutcome;
import io.wavemesh.trainer.domain.JobSource;
import io.wavemesh.trainer.domain.RunStop;
import io.wavemesh.trainer.domain.TrainSubject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the jobs that deliveries ask for to the use case. */
public final class TrainingJobHandler implements JobHandler<TrainingOrder> {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingJobHandler.class);

    private static final AttributeKey<String> JOB = AttributeKey.stringKey("wavemesh.job.id");

    private final TrainSubject useCase;
    private final JobSource jobs;

    /** Calls a use case with the jobs that are ordered. */
    public TrainingJobHandler(TrainSubject useCase, JobSource jobs) {
        this.useCase = useCase;
        this.jobs = jobs;
    }

    @Override
    public Verdict handle(Delivery<TrainingOrder> delivery, StopSignal signal) {
        LOG.info("job begins, jobId={}, attempt={}", delivery.message().jobId(), delivery.attempt());
        Span.current().setAttribute(JOB, delivery.message().jobId().value());
        RunStop stop = new RunStop();
        signal.onStop(reason -> stop.request(translated(reason)));
        JobOutcome outcome = outcome(delivery, stop);
        LOG.info("job ended, jobId={}, outcome={}", delivery.message().jobId(), outcome.reason());
        return new Verdict(outcome.disposition(), outcome.reason());
    }

    @Override
    public long progress(TrainingOrder order) {
        try {
            return useCase.progress(jobs.find(order));
        } catch (JobGoneException e) {
            return 0;
        }
    }

    @Override
    public void giveUp(Delivery<TrainingOrder> delivery, String reason) {
        try {
            useCase.giveUp(jobs.find(delivery.message()), delivery.attempt());
        } catch (JobGoneException e) {
            useCase.gone(delivery.message(), delivery.attempt(), e);
        }
    }

    private JobOutcome outcome(Delivery<TrainingOrder> delivery, RunStop stop) {
        TrainingJob job;
        try {
            job = jobs.find(delivery.message());
        } catch (JobGoneException e) {
            return useCase.gone(delivery.message(), delivery.attempt(), e);
        }
        return useCase.run(job, delivery.attempt(), stop);
    }

    private static RunStop.Reason translated(StopReason reason) {
        return switch (reason) {
            case LOCK_LOST -> RunStop.Reason.LOCK_LOST;
            case SHUTDOWN -> RunStop.Reason.SHUTDOWN;
        };
    }
}
