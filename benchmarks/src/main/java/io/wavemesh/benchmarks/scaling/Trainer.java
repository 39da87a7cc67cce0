package io.wavemesh.benchmarks.scaling;

import io.wavemesh.benchmarks.scaling.TrainingJobs.Job;
import java.util.function.Consumer;

/** A pod that trains one job after the other. */
final class Trainer extends Pod {
    private final TrainingJobs jobs;
    private final TrainerLife life;
    private final Consumer<Trainer> onEnd;
    private Job job;
    private double startedSeconds;
    private int done;
    private int turn;

    Trainer(Timeline timeline, GpuPool pool, TrainingJobs jobs, TrainerLife life, Consumer<Trainer> onEnd) {
        super(timeline, pool, Priority.TRAINING);
        this.jobs = jobs;
        this.life = life;
        this.onEnd = onEnd;
    }

    @Override
    double loadSeconds() {
        return life.loadSeconds();
    }

    @Override
    void ready() {
        turn++;
        int waits = turn;
        if (life.idleSeconds() > 0) {
            timeline().after(life.idleSeconds(), () -> {
                if (turn == waits && phase() == Phase.READY) {
                    jobs.withdraw(this);
                    end();
                }
            });
        }
        jobs.offer(this);
    }

    void work(Job next) {
        turn++;
        int works = turn;
        job = next;
        startedSeconds = timeline().now();
        timeline().after(next.leftSeconds(), () -> {
            if (turn == works) {
                finish();
            }
        });
    }

    private void finish() {
        job = null;
        done++;
        jobs.finish();
        if (life.jobLimit() > 0 && done >= life.jobLimit()) {
            end();
        } else {
            ready();
        }
    }

    @Override
    void evicted() {
        stop();
    }

    /** It must go (SIGTERM): hands back what it works on. */
    void stop() {
        if (phase() == Phase.LEAVING || phase() == Phase.GONE) {
            return;
        }
        turn++;
        if (job == null) {
            jobs.withdraw(this);
            end();
            return;
        }
        retire();
        double worked = timeline().now() - startedSeconds;
        double kept = Math.floor(worked / life.checkpointSeconds()) * life.checkpointSeconds();
        jobs.handBack(job, Math.min(job.leftSeconds(), job.leftSeconds() - kept + life.resumeSeconds()));
        job = null;
        timeline().after(life.stopSeconds(), this::end);
    }

    private void end() {
        leave();
        onEnd.accept(this);
    }
}
