package io.wavemesh.benchmarks.scaling;

/**
 * How inference is scaled and how it behaves.
 *
 * @param scaling how far and how fast
 * @param depthTarget waiting requests that a replica is good for
 * @param waitTargetSeconds that a request may wait
 * @param busyTarget share of its time that a replica should be at work; 0 for no such trigger
 * @param queueLength most requests that wait in a replica; one more is answered 429
 * @param batchImages most images of one run
 * @param drainSeconds that a replica which must go has for requests in hand
 * @param balance how a request finds its replica
 */
record ServingRule(
        ScaledObjectRule scaling,
        double depthTarget,
        double waitTargetSeconds,
        double busyTarget,
        int queueLength,
        int batchImages,
        double drainSeconds,
        Balance balance) {
    /** How a request finds its replica. */
    enum Balance {
        /** Any: a Service. */
        RANDOM,
        /** That with the fewest requests of two: what many proxies do. */
        LEAST_OF_TWO
    }

    ServingRule withScaling(ScaledObjectRule other) {
        return new ServingRule(
                other, depthTarget, waitTargetSeconds, busyTarget, queueLength, batchImages, drainSeconds, balance);
    }

    ServingRule withDepthTarget(double other) {
        return new ServingRule(
                scaling, other, waitTargetSeconds, busyTarget, queueLength, batchImages, drainSeconds, balance);
    }

    ServingRule withWaitTarget(double seconds) {
        return new ServingRule(
                scaling, depthTarget, seconds, busyTarget, queueLength, batchImages, drainSeconds, balance);
    }

    ServingRule withBusyTarget(double share) {
        return new ServingRule(
                scaling, depthTarget, waitTargetSeconds, share, queueLength, batchImages, drainSeconds, balance);
    }

    ServingRule withQueueLength(int other) {
        return new ServingRule(
                scaling, depthTarget, waitTargetSeconds, busyTarget, other, batchImages, drainSeconds, balance);
    }

    ServingRule withBalance(Balance other) {
        return new ServingRule(
                scaling, depthTarget, waitTargetSeconds, busyTarget, queueLength, batchImages, drainSeconds, other);
    }
}
