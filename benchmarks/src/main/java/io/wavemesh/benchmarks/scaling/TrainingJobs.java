package io.wavemesh.benchmarks.scaling;

import java.util.ArrayDeque;
import java.util.Deque;

/** The training jobs of a day: those that wait, oldest first, and the trainers that wait for one. */
final class TrainingJobs {
    /** A picture set to be trained. */
    static final class Job {
        private final double arrivedSeconds;
        private double leftSeconds;
        private boolean started;

        Job(double arrivedSeconds, double leftSeconds) {
            this.arrivedSeconds = arrivedSeconds;
            this.leftSeconds = leftSeconds;
        }

        double leftSeconds() {
            return leftSeconds;
        }
    }

    private final Timeline timeline;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Deque<Trainer> idle = new ArrayDeque<>();
    private final Samples waits = new Samples();
    private final Level backlog;
    private final Level working;
    private int arrived;
    private int finished;
    private int handedBack;

    TrainingJobs(Timeline timeline) {
        this.timeline = timeline;
        backlog = new Level(timeline);
        working = new Level(timeline);
    }

    /** A job comes. */
    void arrive(double serviceSeconds) {
        arrived++;
        backlog.add(1);
        waiting.addLast(new Job(timeline.now(), serviceSeconds));
        assign();
    }

    /** A trainer waits for a job. */
    void offer(Trainer trainer) {
        idle.addLast(trainer);
        assign();
    }

    /** A trainer waits no longer. */
    void withdraw(Trainer trainer) {
        idle.remove(trainer);
    }

    private void assign() {
        while (!idle.isEmpty() && !waiting.isEmpty()) {
            Job job = waiting.poll();
            if (!job.started) {
                job.started = true;
                waits.add(timeline.now() - job.arrivedSeconds);
            }
            working.add(1);
            idle.poll().work(job);
        }
    }

    /** A job is done. */
    void finish() {
        finished++;
        backlog.add(-1);
        working.add(-1);
    }

    /** A trainer had to stop: the job goes on with the next one, from its last checkpoint. */
    void handBack(Job job, double leftSeconds) {
        handedBack++;
        working.add(-1);
        job.leftSeconds = leftSeconds;
        waiting.addFirst(job);
        assign();
    }

    /** Jobs that wait or run. */
    Level backlog() {
        return backlog;
    }

    /** Trainers at work. */
    Level working() {
        return working;
    }

    /** Seconds until each job's first start, those that still wait included with their time so far. */
    Samples waits() {
        Samples all = waits;
        for (Job job : waiting) {
            if (!job.started) {
                job.started = true;
                all.add(timeline.now() - job.arrivedSeconds);
            }
        }
        return all;
    }

    int arrived() {
        return arrived;
    }

    int finished() {
        return finished;
    }

    int handedBack() {
        return handedBack;
    }

    /** Jobs that wait for a trainer. */
    int waiting() {
        return waiting.size();
    }
}
