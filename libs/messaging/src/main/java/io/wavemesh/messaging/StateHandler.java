package io.wavemesh.messaging;

/** Is told what a compacted topic says, in order of each key; by one thread. */
public interface StateHandler<T> {
    /** The key has this state now. */
    void put(String key, T message);

    /** The key has no state any more. */
    void remove(String key);

    /** A record that can't be decoded is passed over; its key keeps the state before. */
    default void undecodable(String key, String reason) {}
}
