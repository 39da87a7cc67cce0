package io.wavemesh.benchmarks.scaling;

import java.util.function.UnaryOperator;

/**
 * The chart's scaling rules, and what counts as good.
 *
 * @param training of trainers
 * @param serving of inference
 * @param scrapeSeconds between two looks of Prometheus
 * @param objectives what the chart's alerts hold for good
 */
record Rules(TrainingRule training, ServingRule serving, double scrapeSeconds, Objectives objectives) {
    /**
     * What the chart's alerts hold for good.
     *
     * @param jobWaitSeconds longest time that a job may wait
     * @param imageP95Seconds 95th percentile of an image's time, waiting included
     * @param imageShare of requests that must succeed
     */
    record Objectives(double jobWaitSeconds, double imageP95Seconds, double imageShare) {}

    /** As many pods of each kind as the pool has GPUs, at most. */
    Rules withMax(int gpus) {
        return withTraining(rule -> rule.withMax(gpus))
                .withServing(rule -> rule.withScaling(rule.scaling().withMax(gpus)));
    }

    Rules withTraining(UnaryOperator<TrainingRule> change) {
        return new Rules(change.apply(training), serving, scrapeSeconds, objectives);
    }

    Rules withServing(UnaryOperator<ServingRule> change) {
        return new Rules(training, change.apply(serving), scrapeSeconds, objectives);
    }
}
