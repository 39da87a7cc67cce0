package io.wavemesh.messaging;

import io.wavemesh.contracts.Topics;
import java.time.Duration;

/**
 * How a share queue works.
 *
 * @param groupId the share group: each record goes to one of its members
 * @param topic where the work comes from
 * @param recordLock how long a record is locked before its lock must be renewed; set for the group
 * @param attempts deliveries before the work is given up, 1 to 9
 * @param retryPause pause before a record is handed back the first time, doubled each time
 * @param maxRetryPause longest pause
 * @param shutdownGrace how long {@link ShareQueue#close} waits for the work to stop
 */
public record ShareQueueSettings(
        String groupId,
        Topics.Topic topic,
        Duration recordLock,
        int attempts,
        Duration retryPause,
        Duration maxRetryPause,
        Duration shutdownGrace) {
    /** The most that brokers allow by default; the queue gives up earlier, so that nothing vanishes in silence. */
    static final int BROKER_LIMIT = 10;

    /** Throws {@link IllegalArgumentException} if the attempts are out of their range. */
    public ShareQueueSettings {
        if (attempts < 1 || attempts >= BROKER_LIMIT) {
            throw new IllegalArgumentException("attempts must be in 1.." + (BROKER_LIMIT - 1) + ", was " + attempts);
        }
    }

    /** Half a minute of lock, five attempts, pauses of 1 to 30 seconds. */
    public static ShareQueueSettings of(String groupId, Topics.Topic topic) {
        return new ShareQueueSettings(
                groupId,
                topic,
                Duration.ofSeconds(30),
                5,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20));
    }

    /** The pause after an attempt, counted from 1. */
    Duration pauseAfter(int attempt) {
        Duration pause = retryPause.multipliedBy(1L << Math.min(attempt - 1, BROKER_LIMIT));
        return pause.compareTo(maxRetryPause) < 0 ? pause : maxRetryPause;
    }
}
