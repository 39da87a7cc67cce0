package io.wavemesh.benchmarks.scaling;

import io.wavemesh.benchmarks.scaling.ScaledJobRule.Strategy;
import io.wavemesh.benchmarks.scaling.ScaledObjectRule.Behavior;
import io.wavemesh.benchmarks.scaling.ScaledObjectRule.Policy;
import io.wavemesh.benchmarks.scaling.ServingRule.Balance;
import io.wavemesh.benchmarks.scaling.TrainingRule.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * Rules that differ from the chart's in one thing.
 *
 * @param setting what differs
 * @param value what it is
 * @param change makes them from the chart's
 */
record Alternative(String setting, String value, UnaryOperator<Rules> change) {
    /** The chart's own rules. */
    static final Alternative CHART = new Alternative("the chart's", "", UnaryOperator.identity());

    private static final int[] JOB_LIMITS = {1, 2, 5, 10, 20, 50, 0};
    private static final double[] IDLE_SECONDS = {15, 30, 60, 120, 300, 600};
    private static final double[] POLLING_SECONDS = {5, 15, 30, 60};
    private static final double[] COOLDOWN_SECONDS = {60, 180, 300, 600, 1200};
    private static final double[] DEPTHS = {2, 4, 8, 16, 32};
    private static final double[] WAIT_SECONDS = {2, 5, 10, 20, 30};
    private static final double[] BUSY = {0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
    private static final int[] QUEUES = {8, 16, 32, 64, 128};
    private static final int[] MINIMA = {1, 2, 3, 4, 8};
    private static final Policy ONE_A_MINUTE = new Policy(false, 1, 60);

    /** For trainers. */
    static List<Alternative> ofTrainers() {
        List<Alternative> all = new ArrayList<>();
        all.add(CHART);
        whole(all, "jobs a pod (0: any)", JOB_LIMITS, n -> training(rule -> rule.withJobLimit(n)));
        numbers(all, "idle time, s", IDLE_SECONDS, s -> training(rule -> rule.withIdle(s)));
        numbers(all, "polling, s", POLLING_SECONDS, s -> job(rule -> rule.withPolling(s)));
        whole(all, "min", new int[] {0, 1, 2}, n -> job(rule -> rule.withMin(n)));
        all.add(new Alternative(
                "strategy", "accurate, of waiting jobs", job(rule -> rule.withStrategy(Strategy.ACCURATE))));
        all.add(new Alternative("strategy", "eager", job(rule -> rule.withStrategy(Strategy.EAGER))));
        all.add(new Alternative("kind", "Deployment", deployment(rule -> rule)));
        numbers(all, "Deployment, cooldown, s", COOLDOWN_SECONDS, s -> deployment(rule -> rule.withCooldown(s)));
        for (List<Policy> policies : downs()) {
            all.add(new Alternative(
                    "Deployment, down",
                    text(policies),
                    deployment(rule -> rule.withDown(new Behavior(rule.down().stabilizationSeconds(), policies)))));
        }
        return all;
    }

    /** For inference. */
    static List<Alternative> ofInference() {
        List<Alternative> all = new ArrayList<>();
        all.add(CHART);
        numbers(all, "target (waiting a pod)", DEPTHS, n -> serving(rule -> rule.withDepthTarget(n)));
        numbers(all, "waitSeconds", WAIT_SECONDS, s -> serving(rule -> rule.withWaitTarget(s)));
        for (double share : BUSY) {
            all.add(new Alternative(
                    "busy share of a pod (0: no trigger)",
                    String.format(Locale.ROOT, "%.1f", share),
                    serving(rule -> rule.withBusyTarget(share))));
        }
        numbers(all, "cooldown, s", COOLDOWN_SECONDS, s -> scaling(rule -> rule.withCooldown(s)));
        for (List<Policy> policies : downs()) {
            all.add(new Alternative(
                    "down",
                    text(policies),
                    scaling(rule -> rule.withDown(new Behavior(rule.down().stabilizationSeconds(), policies)))));
        }
        for (double seconds : new double[] {0, 30, 60}) {
            all.add(new Alternative(
                    "up, stabilization, s",
                    text(seconds),
                    scaling(rule -> rule.withUp(rule.up().withStabilization(seconds)))));
        }
        whole(all, "min", MINIMA, n -> scaling(rule -> rule.withMin(n)));
        whole(all, "queue.length", QUEUES, n -> serving(rule -> rule.withQueueLength(n)));
        all.add(new Alternative(
                "balance", "less loaded of two", serving(rule -> rule.withBalance(Balance.LEAST_OF_TWO))));
        return all;
    }

    private static List<List<Policy>> downs() {
        return List.of(
                List.of(ONE_A_MINUTE),
                List.of(ONE_A_MINUTE, new Policy(true, 5, 60)),
                List.of(ONE_A_MINUTE, new Policy(true, 10, 60)),
                List.of(ONE_A_MINUTE, new Policy(true, 25, 60)),
                ScaledObjectRule.DEFAULT_DOWN);
    }

    private static String text(List<Policy> policies) {
        List<String> texts = new ArrayList<>();
        for (Policy policy : policies) {
            texts.add("%s%s in %s s"
                    .formatted(text(policy.value()), policy.percent() ? " %" : "", text(policy.periodSeconds())));
        }
        return String.join(" or ", texts);
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, "%.0f", number);
    }

    private static void whole(
            List<Alternative> all, String setting, int[] values, IntFunction<UnaryOperator<Rules>> change) {
        for (int value : values) {
            all.add(new Alternative(setting, String.valueOf(value), change.apply(value)));
        }
    }

    private static void numbers(
            List<Alternative> all, String setting, double[] values, DoubleFunction<UnaryOperator<Rules>> change) {
        for (double value : values) {
            all.add(new Alternative(setting, text(value), change.apply(value)));
        }
    }

    private static UnaryOperator<Rules> training(UnaryOperator<TrainingRule> change) {
        return rules -> rules.withTraining(change);
    }

    private static UnaryOperator<Rules> job(UnaryOperator<ScaledJobRule> change) {
        return training(rule -> rule.withJob(change.apply(rule.job())));
    }

    private static UnaryOperator<Rules> deployment(UnaryOperator<ScaledObjectRule> change) {
        return training(rule -> rule.withKind(Kind.DEPLOYMENT).withObject(change.apply(rule.object())));
    }

    private static UnaryOperator<Rules> serving(UnaryOperator<ServingRule> change) {
        return rules -> rules.withServing(change);
    }

    private static UnaryOperator<Rules> scaling(UnaryOperator<ScaledObjectRule> change) {
        return serving(rule -> rule.withScaling(change.apply(rule.scaling())));
    }
}
