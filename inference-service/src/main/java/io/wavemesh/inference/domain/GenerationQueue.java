package io.wavemesh.inference.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Jobs that wait for the engine, first come first served. Jobs behind the first that share its {@link BatchKey} ride
 * along with it while the images of the batch fit; nobody ever waits behind a job that came later, except for the time
 * that riders add to a batch. Knows nothing of HTTP or Kafka. Safe for several threads.
 */
public final class GenerationQueue {
    private static final double PACE_WEIGHT = 0.3;

    /** What became of an offered job. */
    public enum Offer {
        ACCEPTED,
        FULL,
        CLOSED
    }

    private final int capacity;
    private final int maxBatchImages;
    private final LinkedList<GenerationJob> waiting = new LinkedList<>();
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private boolean closed;
    private double secondsPerImage = 1;

    /**
     * An empty queue.
     *
     * @param capacity most jobs that wait
     * @param maxBatchImages most images of a batch of several jobs
     */
    public GenerationQueue(int capacity, int maxBatchImages) {
        this.capacity = capacity;
        this.maxBatchImages = maxBatchImages;
    }

    /** Puts a job at the end, unless the queue is full or closed. */
    public Offer offer(GenerationJob job) {
        lock.lock();
        try {
            if (closed) {
                return Offer.CLOSED;
            }
            if (waiting.size() >= capacity) {
                return Offer.FULL;
            }
            waiting.add(job);
            changed.signal();
            return Offer.ACCEPTED;
        } finally {
            lock.unlock();
        }
    }

    /** Whether another job could wait now. */
    boolean hasRoom() {
        return depth() < capacity;
    }

    /**
     * Takes the first job and those that ride along, waiting for one if there is none. The batch has at most as many
     * images as the queue allows, or the first job alone.
     *
     * @return empty when the queue is closed and nothing waits
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public List<GenerationJob> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            return waiting.isEmpty() ? List.of() : batch();
        } finally {
            lock.unlock();
        }
    }

    private List<GenerationJob> batch() {
        GenerationJob first = waiting.removeFirst();
        BatchKey key = first.settings().batchKey();
        List<GenerationJob> batch = new ArrayList<>(List.of(first));
        int room = maxBatchImages - first.settings().count();
        for (Iterator<GenerationJob> behind = waiting.iterator(); room > 0 && behind.hasNext(); ) {
            GenerationJob rider = behind.next();
            if (rider.settings().count() <= room && rider.settings().batchKey().equals(key)) {
                behind.remove();
                batch.add(rider);
                room -= rider.settings().count();
            }
        }
        return batch;
    }

    /** Takes a job out, if it still waits. */
    public void remove(GenerationJob job) {
        lock.lock();
        try {
            waiting.remove(job);
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

    /** The jobs that wait, first one first. */
    public List<GenerationJob> waiting() {
        lock.lock();
        try {
            return List.copyOf(waiting);
        } finally {
            lock.unlock();
        }
    }

    /** Number of jobs that wait. */
    public int depth() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Learns how fast the engine is. */
    void noteRun(int images, Duration time) {
        lock.lock();
        try {
            double seconds = time.toNanos() / 1e9 / images;
            secondsPerImage += PACE_WEIGHT * (seconds - secondsPerImage);
        } finally {
            lock.unlock();
        }
    }

    /** When a slot will probably be free: the time of one batch at the engine's recent pace, a second at least. */
    public Duration expectedWait() {
        lock.lock();
        try {
            int images = waiting.isEmpty() ? 1 : waiting.getFirst().settings().count();
            return Duration.ofSeconds(Math.max(1, (long) Math.ceil(secondsPerImage * images)));
        } finally {
            lock.unlock();
        }
    }
}
