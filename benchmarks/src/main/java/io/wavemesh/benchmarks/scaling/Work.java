package io.wavemesh.benchmarks.scaling;

import java.util.function.DoubleSupplier;

/**
 * What arrivals and pods take, in seconds.
 *
 * @param job draws the time of a job
 * @param request draws the time of a request for images
 * @param trainerLoadSeconds from a trainer's start until it takes jobs
 * @param resumeSeconds that a job takes again on another trainer
 * @param replicaLoadSeconds from a replica's start until it is ready
 */
record Work(
        DoubleSupplier job,
        DoubleSupplier request,
        double trainerLoadSeconds,
        double resumeSeconds,
        double replicaLoadSeconds) {
    /** As measured, for this mix of jobs and requests. */
    static Work of(ServiceTimes times, Mix mix, int batchImages, long seed) {
        Draw jobs = new Draw(seed, "times of jobs");
        Draw requests = new Draw(seed, "times of requests");
        return new Work(
                () -> mix.jobSeconds(times, jobs),
                () -> mix.images().seconds(times, batchImages, requests),
                times.trainerLoadSeconds(),
                times.resume(mix.meanPictures()),
                times.replicaLoadSeconds());
    }
}
