package io.wavemesh.benchmarks.scaling;

import java.util.List;

/**
 * How far and how fast a Deployment is scaled: KEDA's ScaledObject and the HorizontalPodAutoscaler that it makes.
 *
 * @param min fewest pods; 0 lets KEDA take the last ones away
 * @param max most pods
 * @param pollingSeconds between two looks of KEDA, for the first pod
 * @param cooldownSeconds without work until the last pods go
 * @param up limits of growing
 * @param down limits of shrinking
 */
record ScaledObjectRule(int min, int max, double pollingSeconds, double cooldownSeconds, Behavior up, Behavior down) {
    /** Kubernetes' rule where none is given: double, or 4 pods more, in 15 s. */
    static final List<Policy> DEFAULT_UP = List.of(new Policy(true, 100, 15), new Policy(false, 4, 15));

    /** Kubernetes' rule where none is given: as many as there are. */
    static final List<Policy> DEFAULT_DOWN = List.of(new Policy(true, 100, 15));

    /**
     * Pods that may come or go within a time.
     *
     * @param percent whether the value is per cent of the pods at the time's begin
     */
    record Policy(boolean percent, double value, double periodSeconds) {}

    /**
     * Limits of a direction; of several policies the one that changes most counts.
     *
     * @param stabilizationSeconds in which the most careful wish counts
     */
    record Behavior(double stabilizationSeconds, List<Policy> policies) {
        /** Copies the policies. */
        Behavior {
            policies = List.copyOf(policies);
        }

        Behavior withStabilization(double seconds) {
            return new Behavior(seconds, policies);
        }
    }

    ScaledObjectRule withMax(int other) {
        return new ScaledObjectRule(min, other, pollingSeconds, cooldownSeconds, up, down);
    }

    ScaledObjectRule withMin(int other) {
        return new ScaledObjectRule(other, max, pollingSeconds, cooldownSeconds, up, down);
    }

    ScaledObjectRule withUp(Behavior other) {
        return new ScaledObjectRule(min, max, pollingSeconds, cooldownSeconds, other, down);
    }

    ScaledObjectRule withDown(Behavior other) {
        return new ScaledObjectRule(min, max, pollingSeconds, cooldownSeconds, up, other);
    }

    /** Another cooldown, which is the stabilization window of shrinking too, as in the chart. */
    ScaledObjectRule withCooldown(double seconds) {
        return new ScaledObjectRule(min, max, pollingSeconds, seconds, up, down.withStabilization(seconds));
    }
}
