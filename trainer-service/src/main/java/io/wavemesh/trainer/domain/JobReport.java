package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.JobLife;
import io.wavemesh.contracts.JobPhase;
import io.wavemesh.contracts.Progress;
import io.wavemesh.contracts.RetryableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Tells the life of one attempt at a job: while it runs an event at regular intervals, whatever the training does. The
 * training thread only leaves its latest progress here. Sending is done under a lock, so events keep their order.
 */
final class JobReport implements TrainingWatch, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(JobReport.class.getName());

    private final JobReports reports;
    private final RunStop stop;
    private final Pace pace = new Pace();
    private JobLife life;
    private volatile Progress progress = Progress.of(JobPhase.LOADING);
    private ScheduledFuture<?> ticking;

    JobReport(JobReports reports, JobLife.Queued job, int attempt, RunStop stop) {
        this.reports = reports;
        this.stop = stop;
        this.life = job.start(attempt, now());
    }

    /** Sends the first event, and from then on one at each interval. */
    synchronized void start() {
        send(life);
        long interval = reports.interval().toMillis();
        ticking = reports.executor().scheduleAtFixedRate(this::tick, interval, interval, TimeUnit.MILLISECONDS);
    }

    @Override
    public void phase(JobPhase phase) {
        Progress old = progress;
        progress = new Progress(phase, old.step(), old.steps(), old.loss(), Optional.empty());
    }

    @Override
    public void planned(int steps) {
        progress = new Progress(progress.phase(), 0, steps, Optional.empty(), Optional.empty());
    }

    @Override
    public void step(int step, double loss, Duration elapsed) {
        Progress old = progress;
        progress = new Progress(
                JobPhase.TRAINING,
                step,
                Math.max(step, old.steps()),
                Double.isFinite(loss) ? Optional.of(loss) : Optional.empty(),
                pace.secondsLeft(elapsed, old.steps() - step));
    }

    @Override
    public boolean isStopped() {
        return stop.isRequested();
    }

    synchronized void succeeded(AdapterId adapter) {
        close();
        if (life instanceof JobLife.Running running) {
            send(running.progress(progress, now()).succeed(adapter, now()));
        }
    }

    synchronized void failed(Fault fault) {
        close();
        if (life instanceof JobLife.Running running) {
            send(running.progress(progress, now()).fail(fault, now()));
        } else if (life instanceof JobLife.Queued queued) {
            send(queued.fail(fault, now()));
        }
    }

    synchronized void canceled() {
        close();
        if (life instanceof JobLife.Running running) {
            send(running.progress(progress, now()).cancel(now()));
        }
    }

    /** Tells that another attempt follows; if that can't be told, the next attempt tells it. */
    synchronized void interrupted(Fault fault) {
        close();
        if (life instanceof JobLife.Running running) {
            try {
                send(running.progress(progress, now()).interrupt(fault, now()));
            } catch (RetryableException e) {
                LOG.log(System.Logger.Level.WARNING, "event not sent, cause={0}", e.getMessage());
            }
        }
    }

    @Override
    public synchronized void close() {
        if (ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
    }

    private synchronized void tick() {
        if (ticking == null || stop.isRequested() || !(life instanceof JobLife.Running running)) {
            return;
        }
        try {
            send(running.progress(progress, now()));
        } catch (RetryableException e) {
            // The next event says more than this one did.
            LOG.log(System.Logger.Level.WARNING, "event not sent, cause={0}", e.getMessage());
        }
    }

    private void send(JobLife next) {
        life = next;
        reports.publisher().tell(next.event());
    }

    private Instant now() {
        return reports.clock().instant();
    }
}
