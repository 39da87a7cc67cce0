package io.wavemesh.benchmarks.scaling;

/**
 * What is around the mesh: assumptions that options change.
 *
 * @param starts of pods
 * @param nodeIdleSeconds until a node without pods goes
 * @param checkpointSeconds of work between two checkpoints of a job
 * @param stopSeconds from the order to stop until a trainer's GPU is free
 * @param retries how often a client comes again that was answered 429
 * @param pricePerHour of a GPU whose node is there
 */
record Surroundings(
        StartTimes starts,
        double nodeIdleSeconds,
        double checkpointSeconds,
        double stopSeconds,
        int retries,
        double pricePerHour) {
    Surroundings withRetries(int other) {
        return new Surroundings(starts, nodeIdleSeconds, checkpointSeconds, stopSeconds, other, pricePerHour);
    }
}
