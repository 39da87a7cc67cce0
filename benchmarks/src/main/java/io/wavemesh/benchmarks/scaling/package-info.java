/**
 * A day of the mesh on a GPU pool, simulated: arrivals, the chart's scaling rules, pods that start, jobs and images with the
 * service times that were measured. Times are seconds since midnight, as doubles; everything random follows from a seed.
 */
package io.wavemesh.benchmarks.scaling;
