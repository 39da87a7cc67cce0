package io.wavemesh.messaging;

/** Does the work of a share queue, one delivery at a time, on a thread of the queue. */
public interface JobHandler<T> {
    /**
     * Works on a delivery until it is done or must stop. A delivery may be the repetition of one that was done. Any
     * exception counts as RETRY.
     */
    Verdict handle(Delivery<T> delivery, StopSignal stop);

    /**
     * Tells whom it concerns that a delivery is given up after the last attempt. An exception leads to one more
     * attempt.
     */
    void giveUp(Delivery<T> delivery, String reason);
}
