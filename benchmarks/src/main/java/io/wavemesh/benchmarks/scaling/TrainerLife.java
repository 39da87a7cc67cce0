package io.wavemesh.benchmarks.scaling;

/**
 * How a trainer behaves.
 *
 * @param loadSeconds until it takes jobs: model and warm-up
 * @param jobLimit jobs until it ends; 0 for any number
 * @param idleSeconds without a job until it ends; 0 waits for ever
 * @param checkpointSeconds of work between two checkpoints
 * @param resumeSeconds that a job takes again when it goes on elsewhere
 * @param stopSeconds from the order to stop until the GPU is free
 */
record TrainerLife(
        double loadSeconds,
        int jobLimit,
        double idleSeconds,
        double checkpointSeconds,
        double resumeSeconds,
        double stopSeconds) {}
