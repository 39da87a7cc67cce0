package io.wavemesh.inference.domain;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Sweeps away images that were kept for long enough, on a thread of its own and slowly. Every replica sweeps: what one has
 * removed, the others don't find.
 */
public final class ImageExpiry implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ImageExpiry.class.getName());
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final AgingImages images;
    private final Rule rule;
    private final InstantSource clock;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "image-expiry");

    /**
     * What is removed, and how fast.
     *
     * @param keep how long images are kept; zero is for ever
     * @param interval between two sweeps
     * @param removalsPerSecond most of them
     */
    public record Rule(Duration keep, Duration interval, int removalsPerSecond) {}

    /** Sweeps nothing until it is started. */
    public ImageExpiry(AgingImages images, Rule rule, InstantSource clock) {
        this.images = images;
        this.rule = rule;
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** Begins, unless images are kept for ever. The first sweep comes at any time of the first interval. */
    public void start() {
        if (!rule.keep().isZero()) {
            thread.start();
        }
    }

    /** Ends before the next removal. */
    @Override
    public void close() {
        ending.countDown();
        try {
            thread.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        // Replicas that start together need not sweep together.
        long pause = ThreadLocalRandom.current().nextLong(rule.interval().toNanos());
        while (!endsWithin(pause)) {
            sweep();
            pause = rule.interval().toNanos();
        }
    }

    private void sweep() {
        try {
            int removed = images.removeOlder(clock.instant().minus(rule.keep()), this::mayRemove);
            if (removed > 0) {
                LOG.log(Level.INFO, "removed images older than {0}, objects={1}", rule.keep(), removed);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "old images are removed later, cause={0}", e.toString());
        }
    }

    private boolean mayRemove() {
        return !endsWithin(TimeUnit.SECONDS.toNanos(1) / rule.removalsPerSecond());
    }

    private boolean endsWithin(long nanos) {
        try {
            return ending.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
