package io.wavemesh.trainer;

import io.wavemesh.contracts.Disposition;
import io.wavemesh.messaging.QueueListener;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Ends a process that is started for one job or a few: after that many attempts, or when none comes for some time. The
 * job in hand is always finished first. Passes on to the meters what happens; called by the queue's thread only.
 */
final class JobLimit implements QueueListener {
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final int limit;
    private final Duration idleTime;
    private final QueueListener meters;
    private final Runnable onEnd;
    private final LongSupplier nanos;
    private int settled;
    private long idleSince = UNKNOWN;

    /**
     * Passes on to the meters.
     *
     * @param limit attempts; 0 for any number
     * @param idleTime zero to wait for ever
     */
    JobLimit(int limit, Duration idleTime, QueueListener meters, Runnable onEnd, LongSupplier nanos) {
        this.limit = limit;
        this.idleTime = idleTime;
        this.meters = meters;
        this.onEnd = onEnd;
        this.nanos = nanos;
    }

    @Override
    public boolean wantsMore() {
        if (idleSince == UNKNOWN) {
            idleSince = nanos.getAsLong();
        }
        boolean done = limit > 0 && settled >= limit;
        boolean idle = !idleTime.isZero() && nanos.getAsLong() - idleSince >= idleTime.toNanos();
        return !done && !idle;
    }

    @Override
    public void ended() {
        onEnd.run();
    }

    @Override
    public void settled(Disposition disposition) {
        settled++;
        idleSince = UNKNOWN;
        meters.settled(disposition);
    }

    @Override
    public void lockLost() {
        idleSince = UNKNOWN;
        meters.lockLost();
    }

    @Override
    public void renewed() {
        meters.renewed();
    }

    @Override
    public void undecodable() {
        meters.undecodable();
    }
}
