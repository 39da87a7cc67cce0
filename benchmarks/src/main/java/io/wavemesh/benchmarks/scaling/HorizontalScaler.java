package io.wavemesh.benchmarks.scaling;

import io.wavemesh.benchmarks.scaling.ScaledObjectRule.Behavior;
import io.wavemesh.benchmarks.scaling.ScaledObjectRule.Policy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The HorizontalPodAutoscaler's algorithm for external metrics (Kubernetes, {@code pkg/controller/podautoscaler/horizontal.go}):
 * a tolerance, stabilization windows, policies.
 */
final class HorizontalScaler {
    /** Seconds between two looks (the controller manager's default). */
    static final double SYNC_SECONDS = 15;

    private static final double TOLERANCE = 0.1;

    /** What pods are wanted for. */
    enum Kind {
        /** The value is of all pods together, the target of one. */
        AVERAGE_VALUE,
        /** The value should be the target; pods change in proportion. */
        VALUE
    }

    /** A metric as it is now. */
    record Metric(Kind kind, double value, double target) {}

    private record Entry(double atSeconds, int number) {}

    private final ScaledObjectRule rule;
    private final Deque<Entry> wishes = new ArrayDeque<>();
    private final Deque<Entry> ups = new ArrayDeque<>();
    private final Deque<Entry> downs = new ArrayDeque<>();

    HorizontalScaler(ScaledObjectRule rule) {
        this.rule = rule;
    }

    /**
     * Pods from now on.
     *
     * @param now seconds
     * @param current pods that are wanted so far, at least 1
     * @param ready pods that are ready
     * @param metrics the largest wish of all counts
     */
    int scale(double now, int current, int ready, List<Metric> metrics) {
        int wish = metrics.stream()
                .mapToInt(metric -> wish(metric, current, ready))
                .max()
                .orElse(current);
        int stable = stabilized(now, current, wish);
        int next = within(now, current, stable);
        if (next > current) {
            ups.addLast(new Entry(now, next - current));
        } else if (next < current) {
            downs.addLast(new Entry(now, current - next));
        }
        return next;
    }

    private static int wish(Metric metric, int current, int ready) {
        boolean average = metric.kind == Kind.AVERAGE_VALUE;
        double ratio = metric.value / metric.target / (average ? current : 1);
        if (Math.abs(1 - ratio) <= TOLERANCE) {
            return current;
        }
        return (int) Math.ceil(average ? metric.value / metric.target : ratio * ready);
    }

    private int stabilized(double now, int current, int wish) {
        double upSeconds = rule.up().stabilizationSeconds();
        double downSeconds = rule.down().stabilizationSeconds();
        int least = wish;
        int most = wish;
        for (Entry earlier : wishes) {
            if (earlier.atSeconds > now - upSeconds) {
                least = Math.min(least, earlier.number);
            }
            if (earlier.atSeconds > now - downSeconds) {
                most = Math.max(most, earlier.number);
            }
        }
        wishes.addLast(new Entry(now, wish));
        while (!wishes.isEmpty() && wishes.peekFirst().atSeconds <= now - Math.max(upSeconds, downSeconds)) {
            wishes.removeFirst();
        }
        return Math.min(Math.max(current, least), most);
    }

    private int within(double now, int current, int wanted) {
        if (wanted > current) {
            int limit = Math.max(current, limit(now, current, rule.up(), 1));
            return Math.min(wanted, Math.min(rule.max(), limit));
        }
        if (wanted < current) {
            int limit = Math.min(current, limit(now, current, rule.down(), -1));
            return Math.max(wanted, Math.max(Math.max(1, rule.min()), limit));
        }
        return Math.max(Math.max(1, rule.min()), Math.min(rule.max(), current));
    }

    private int limit(double now, int current, Behavior behavior, int sign) {
        int farthest = current;
        for (Policy policy : behavior.policies()) {
            double from = now - policy.periodSeconds();
            int before = current - sum(ups, from) + sum(downs, from);
            double reached =
                    policy.percent() ? before * (1 + sign * policy.value() / 100) : before + sign * policy.value();
            int whole = (int) (sign > 0 ? Math.ceil(reached) : Math.floor(reached));
            farthest = sign > 0 ? Math.max(farthest, whole) : Math.min(farthest, whole);
        }
        return farthest;
    }

    private int sum(Deque<Entry> changes, double fromSeconds) {
        double longest = Math.max(longest(rule.up()), longest(rule.down()));
        int sum = 0;
        for (Entry change : changes) {
            sum += change.atSeconds > fromSeconds ? change.number : 0;
        }
        while (!changes.isEmpty() && changes.peekFirst().atSeconds <= fromSeconds - longest) {
            changes.removeFirst();
        }
        return sum;
    }

    private static double longest(Behavior behavior) {
        return behavior.policies().stream()
                .mapToDouble(Policy::periodSeconds)
                .max()
                .orElse(0);
    }
}
