package io.wavemesh.messaging;

import io.wavemesh.contracts.Disposition;

/** Is told what happens in a share queue, for meters, and may end it; called from the queue's threads. */
public interface QueueListener {
    /** Hears nothing. */
    QueueListener NONE = new QueueListener() {};

    /** A lock was prolonged. */
    default void renewed() {}

    /** A lock was lost while the work ran. */
    default void lockLost() {}

    /** A record could not be decoded. */
    default void undecodable() {}

    /** A record was acknowledged. */
    default void settled(Disposition disposition) {}

    /** Asked again and again while no record is in hand: false ends the queue. */
    default boolean wantsMore() {
        return true;
    }

    /** The queue ended since no more was wanted: its last record is acknowledged, and the group is left. */
    default void ended() {}
}
