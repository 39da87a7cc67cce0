package io.wavemesh.benchmarks.scaling;

import io.wavemesh.benchmarks.scaling.TrainingRule.Kind;
import java.util.function.DoubleSupplier;

/** A day, simulated: call {@link #run} once, then look at its parts. */
final class Day {
    /** Pods that always run are there when the day begins. */
    private static final double BEFORE_SECONDS = 600;

    /**
     * What comes.
     *
     * @param profile how it spreads
     * @param jobs training jobs of the day, on average
     * @param requests requests for images of the day, on average
     */
    record Load(DayProfile profile, double jobs, double requests) {}

    private final Timeline timeline = new Timeline(-BEFORE_SECONDS);
    private final GpuPool pool;
    private final TrainingJobs jobs;
    private final TrainingFleet trainers;
    private final Serving serving;
    private final Load load;
    private final Work work;
    private final Rules rules;
    private final long seed;

    /**
     * A day that has not begun.
     *
     * @param gpus most GPUs of the pool
     */
    Day(int gpus, Rules rules, Load load, Work work, Surroundings around, long seed) {
        this.load = load;
        this.work = work;
        this.rules = rules;
        this.seed = seed;
        pool = new GpuPool(timeline, gpus, around.starts(), around.nodeIdleSeconds(), new Draw(seed, "pods"));
        jobs = new TrainingJobs(timeline);
        TrainingRule training = rules.training();
        boolean endless = training.kind() == Kind.DEPLOYMENT;
        TrainerLife life = new TrainerLife(
                work.trainerLoadSeconds(),
                endless ? 0 : training.jobLimit(),
                endless ? 0 : training.idleSeconds(),
                around.checkpointSeconds(),
                work.resumeSeconds(),
                around.stopSeconds());
        trainers = endless
                ? new TrainerDeployment(timeline, pool, jobs, training, life)
                : new TrainerJobs(timeline, pool, jobs, training.job(), life);
        serving = new Serving(
                timeline,
                pool,
                rules.serving(),
                work.replicaLoadSeconds(),
                around.retries(),
                new Draw(seed, "replica of a request"));
    }

    /** Lets the day pass. */
    Day run() {
        serving.begin(rules.scrapeSeconds());
        trainers.begin(rules.scrapeSeconds(), new Draw(seed, "looks at the backlog"));
        timeline.runUntil(0);
        Draw jobTimes = new Draw(seed, "arrivals of jobs");
        Draw requestTimes = new Draw(seed, "arrivals of requests");
        arrive(load.jobs, jobTimes, work.job(), jobs::arrive);
        arrive(load.requests, requestTimes, work.request(), serving::arrive);
        timeline.runUntil(DayProfile.DAY_SECONDS);
        return this;
    }

    /** Takes a request or a job with its time of service. */
    private interface Taker {
        void take(double serviceSeconds);
    }

    private void arrive(double perDay, Draw draw, DoubleSupplier service, Taker taker) {
        if (perDay > 0) {
            double next = load.profile.next(timeline.now(), perDay, draw.exponential());
            timeline.at(next, () -> {
                taker.take(service.getAsDouble());
                arrive(perDay, draw, service, taker);
            });
        }
    }

    GpuPool pool() {
        return pool;
    }

    TrainingJobs jobs() {
        return jobs;
    }

    TrainingFleet trainers() {
        return trainers;
    }

    Serving serving() {
        return serving;
    }
}
