package io.wavemesh.benchmarks.scaling;

import io.wavemesh.benchmarks.scaling.HorizontalScaler.Kind;
import io.wavemesh.benchmarks.scaling.HorizontalScaler.Metric;
import java.util.List;

/** Trainers as a Deployment (ScaledObject): pods stay warm, and one that trains may have to hand its job back. */
final class TrainerDeployment implements TrainingFleet {
    private final Timeline timeline;
    private final TrainingJobs jobs;
    private final ScaledObjectRule rule;
    private final double target;
    private final PodSet<Trainer> pods;
    private final HorizontalScaler scaler;
    private int backlog;
    private double activeSeconds;

    TrainerDeployment(Timeline timeline, GpuPool pool, TrainingJobs jobs, TrainingRule rule, TrainerLife life) {
        this.timeline = timeline;
        this.jobs = jobs;
        this.rule = rule.object();
        target = rule.target();
        scaler = new HorizontalScaler(rule.object());
        pods = new PodSet<>(lost -> new Trainer(timeline, pool, jobs, life, lost), Trainer::stop);
    }

    @Override
    public void begin(double scrapeSeconds, Draw draw) {
        pods.scale(rule.min());
        timeline.every(
                timeline.now() + draw.uniform(0, scrapeSeconds),
                scrapeSeconds,
                () -> backlog = jobs.backlog().value());
        timeline.every(timeline.now() + draw.uniform(0, rule.pollingSeconds()), rule.pollingSeconds(), this::poll);
        double first = timeline.now() + draw.uniform(0, HorizontalScaler.SYNC_SECONDS);
        timeline.every(first, HorizontalScaler.SYNC_SECONDS, this::sync);
    }

    /** KEDA's part: the first pod and the last. */
    private void poll() {
        if (backlog > 0) {
            activeSeconds = timeline.now();
            if (pods.wanted() == 0) {
                pods.scale(Math.max(1, rule.min()));
            }
        } else if (rule.min() == 0 && timeline.now() - activeSeconds >= rule.cooldownSeconds()) {
            pods.scale(0);
        }
    }

    /** The autoscaler's part, which rests while there are no pods. */
    private void sync() {
        int current = pods.wanted();
        if (current > 0) {
            List<Metric> metrics = List.of(new Metric(Kind.AVERAGE_VALUE, backlog, target));
            pods.scale(scaler.scale(timeline.now(), current, pods.ready(), metrics));
        }
    }

    @Override
    public int made() {
        return pods.made();
    }

    @Override
    public int changes() {
        return pods.changes();
    }
}
