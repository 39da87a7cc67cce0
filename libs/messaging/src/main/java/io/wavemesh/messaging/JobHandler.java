package io.wavemesh.messaging;

/** Does the work of a share queue, one delivery at a time, on a thread of the queue. */
public interface JobHandler<T> {
    /**
     * Works on a delivery until it is done or must stop. A delivery may be the repetition of one that was done. Any
     * exception counts as RETRY.
     */
    Verdict handle(Delivery<T> delivery, StopSignal stop);

    /**
     * How far the work has come, as the next worker will find it, in any unit that grows; 0 where nothing is kept. Work
     * that has come further since its record was sent is sent again instead of being given up: a worker that dies on the
     * way isn't a failed try.
     */
    default long progress(T message) {
        return 0;
    }

    /**
     * Tells whom it concerns that a delivery is given up after the last attempt. An exception leads to one more
     * attempt.
     */
    void giveUp(Delivery<T> delivery, String reason);
}
