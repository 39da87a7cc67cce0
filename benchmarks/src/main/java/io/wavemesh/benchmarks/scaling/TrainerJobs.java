package io.wavemesh.benchmarks.scaling;

import io.wavemesh.benchmarks.scaling.Pod.Phase;
import io.wavemesh.benchmarks.scaling.ScaledJobRule.Strategy;
import java.util.LinkedHashSet;
import java.util.Set;

/** Trainers as Jobs that KEDA makes (ScaledJob): none is ever taken away by it. */
final class TrainerJobs implements TrainingFleet {
    private final Timeline timeline;
    private final GpuPool pool;
    private final TrainingJobs jobs;
    private final ScaledJobRule rule;
    private final TrainerLife life;
    private final Set<Trainer> running = new LinkedHashSet<>();
    private int backlog;
    private int made;
    private int changes;

    TrainerJobs(Timeline timeline, GpuPool pool, TrainingJobs jobs, ScaledJobRule rule, TrainerLife life) {
        this.timeline = timeline;
        this.pool = pool;
        this.jobs = jobs;
        this.rule = rule;
        this.life = life;
    }

    @Override
    public void begin(double scrapeSeconds, Draw draw) {
        timeline.every(timeline.now() + draw.uniform(0, scrapeSeconds), scrapeSeconds, this::scrape);
        double first = timeline.now() + draw.uniform(0, rule.pollingSeconds());
        timeline.every(first, rule.pollingSeconds(), this::poll);
    }

    /** What running work is subtracted from must count it, else not. */
    private void scrape() {
        backlog = rule.strategy() == Strategy.DEFAULT ? jobs.backlog().value() : jobs.waiting();
    }

    private void poll() {
        int pending = 0;
        for (Trainer trainer : running) {
            pending += trainer.phase() == Phase.PENDING || trainer.phase() == Phase.STARTING ? 1 : 0;
        }
        int more = rule.jobsToMake(backlog, running.size(), pending);
        changes += more > 0 ? 1 : 0;
        for (int i = 0; i < more; i++) {
            Trainer trainer = new Trainer(timeline, pool, jobs, life, running::remove);
            running.add(trainer);
            made++;
            trainer.request();
        }
    }

    @Override
    public int made() {
        return made;
    }

    @Override
    public int changes() {
        return changes;
    }
}
