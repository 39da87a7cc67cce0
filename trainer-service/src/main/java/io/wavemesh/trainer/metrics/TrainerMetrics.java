package io.wavemesh.trainer.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wavemesh.contracts.Disposition;
import io.wavemesh.messaging.QueueListener;
import io.wavemesh.trainer.domain.TrainerMeters;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** The trainer's meters. */
public final class TrainerMetrics implements TrainerMeters, QueueListener {
    /** Timer: one optimizer step. */
    public static final String STEP_DURATION = "waveft.training.step.duration";
    /** Counter, tag {@code outcome}: attempts at jobs that ended. */
    public static final String JOBS = "waveft.training.jobs";
    /** Gauge: jobs that are sent and not done, of all trainers. Drives scaling. */
    public static final String QUEUE_DEPTH = "waveft.training.queue.depth";
    /** Counter, tag {@code outcome}: locks of jobs that were renewed or lost. A lost lock is worth an alert. */
    public static final String LOCKS = "waveft.training.locks";
    /** Counter: records that were no training jobs. */
    public static final String UNDECODABLE = "waveft.training.records.undecodable";
    /** How something ended. */
    public static final String OUTCOME = "outcome";

    private final MeterRegistry registry;
    private final Timer steps;
    private final AtomicLong depth = new AtomicLong();

    /** Registers the meters. */
    public TrainerMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.steps = Timer.builder(STEP_DURATION)
                .description("Time of one optimizer step")
                .register(registry);
        registry.gauge(QUEUE_DEPTH, depth);
        for (Outcome outcome : Outcome.values()) {
            registry.counter(JOBS, OUTCOME, tag(outcome));
        }
        lock("renewed");
        lock("lost");
        registry.counter(UNDECODABLE);
    }

    @Override
    public void step(Duration elapsed) {
        steps.record(elapsed);
    }

    @Override
    public void job(Outcome outcome) {
        registry.counter(JOBS, OUTCOME, tag(outcome)).increment();
    }

    /** The number of jobs that wait or run. */
    public void queueDepth(long jobs) {
        depth.set(jobs);
    }

    @Override
    public void renewed() {
        lock("renewed").increment();
    }

    @Override
    public void lockLost() {
        lock("lost").increment();
    }

    @Override
    public void undecodable() {
        registry.counter(UNDECODABLE).increment();
    }

    @Override
    public void settled(Disposition disposition) {
        // The outcome of the job says more.
    }

    private Counter lock(String outcome) {
        return registry.counter(LOCKS, OUTCOME, outcome);
    }

    private static String tag(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
