package io.wavemesh.inference.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Jobs that wait for the engine, in {@link FairOrder}. Jobs that share their {@link BatchKey} with the one whose turn it
 * is ride along while the images of the batch fit, and keep their places until the run is over. A named client may have no more calls waiting than places are free, so
 * that a flood of one never fills the queue. Knows nothing of HTTP or Kafka. Safe for several threads.
 */
public final class GenerationQueue {
    private static final double PACE_WEIGHT = 0.3;
    private static final double NANOS = 1e9;

    /** What became of an offered job. */
    public enum Offer {
        ACCEPTED,
        FULL,
        CLOSED
    }

    private final int capacity;
    private final int maxBatchImages;
    private final FairOrder order;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private boolean closed;
    private int riders;
    private double secondsPerWork;

    /**
     * An empty queue.
     *
     * @param capacity most calls that wait
     * @param messages most messages in hand at once, which their readers see to
     * @param maxBatchImages most images of a batch of several jobs
     */
    public GenerationQueue(int capacity, int messages, int maxBatchImages) {
        this.capacity = capacity;
        this.maxBatchImages = maxBatchImages;
        this.order = new FairOrder(capacity + messages);
    }

    /** Lets a job wait, unless the queue is closed or has no place for it. */
    public Offer offer(GenerationJob job) {
        lock.lock();
        try {
            if (closed) {
                return Offer.CLOSED;
            }
            if (!hasPlace(job.requester())) {
                return Offer.FULL;
            }
            order.add(job, riders);
            changed.signal();
            return Offer.ACCEPTED;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasPlace(Requester requester) {
        if (requester.channel() == Requester.Channel.MESSAGE) {
            return true;
        }
        int free = capacity - riders - order.calls();
        return free > 0 && (requester.client().isEmpty() || order.count(requester) < free);
    }

    /**
     * Takes the job whose turn it is and those that ride along, waiting for one if there is none: the one engine calls this
     * when its last run is over. The batch has at most as many images as the queue allows, or the first job alone.
     *
     * @return empty when the queue is closed and nothing waits
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public List<GenerationJob> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            riders = 0;
            while (order.size() == 0 && !closed) {
                changed.await();
            }
            List<GenerationJob> batch = order.next().map(this::batch).orElse(List.of());
            riders = Math.max(0, batch.size() - 1);
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private List<GenerationJob> batch(GenerationJob first) {
        BatchKey key = first.settings().batchKey();
        List<GenerationJob> batch = new ArrayList<>();
        int room = maxBatchImages;
        Optional<GenerationJob> next = Optional.of(first);
        while (next.isPresent()) {
            batch.add(next.get());
            room -= next.get().settings().count();
            int left = room;
            next = order.next(rider -> rider.settings().count() <= left
                    && rider.settings().batchKey().equals(key));
        }
        return batch;
    }

    /** Takes a job out, if it still waits. */
    public void remove(GenerationJob job) {
        lock.lock();
        try {
            order.remove(job);
        } finally {
            lock.unlock();
        }
    }

    /** Refuses further jobs; those that wait can still be taken. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The jobs that wait, oldest first. */
    public List<GenerationJob> waiting() {
        lock.lock();
        try {
            return order.jobs();
        } finally {
            lock.unlock();
        }
    }

    /** Number of jobs that wait. */
    public int depth() {
        lock.lock();
        try {
            return order.size();
        } finally {
            lock.unlock();
        }
    }

    /** Learns how fast the engine is: the time of a run for so much {@link GenerationSettings#work work}. */
    void noteRun(long work, Duration time) {
        lock.lock();
        try {
            double pace = time.toNanos() / NANOS / work;
            secondsPerWork += (secondsPerWork == 0 ? 1 : PACE_WEIGHT) * (pace - secondsPerWork);
        } finally {
            lock.unlock();
        }
    }

    /**
     * When to ask again: the time of half of the work that waits, at the engine's recent pace, a second at least. Half,
     * so that places are free by then and the engine is not idle.
     */
    public Duration expectedWait() {
        lock.lock();
        try {
            long work =
                    order.jobs().stream().mapToLong(j -> j.settings().work()).sum();
            return Duration.ofSeconds(Math.max(1, (long) Math.ceil(secondsPerWork * work / 2)));
        } finally {
            lock.unlock();
        }
    }
}
