package io.wavemesh.messaging;

/**
 * A message as a worker gets it.
 *
 * @param message what it says
 * @param attempt how often it was delivered, this time included; from 1
 * @param topic where it is kept
 * @param partition of the topic
 * @param offset in the partition
 */
public record Delivery<T>(T message, int attempt, String topic, int partition, long offset) {}
