package io.wavemesh.benchmarks.scaling;

import io.wavemesh.benchmarks.scaling.Rules.Objectives;
import io.wavemesh.benchmarks.scaling.ScaledJobRule.Strategy;
import io.wavemesh.benchmarks.scaling.ScaledObjectRule.Behavior;
import io.wavemesh.benchmarks.scaling.ScaledObjectRule.Policy;
import io.wavemesh.benchmarks.scaling.ServingRule.Balance;
import io.wavemesh.benchmarks.scaling.TrainingRule.Kind;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Rules and loads for tests. */
final class Given {
    static final Surroundings AROUND = new Surroundings(StartTimes.USUAL, 600, 5, 2, 0, 2.5);

    private static final int ENDLESS = Integer.MAX_VALUE;

    private Given() {}

    /** Scaling between two numbers of pods. */
    static ScaledObjectRule scaling(int min, int max) {
        return new ScaledObjectRule(
                min,
                max,
                15,
                300,
                new Behavior(0, ScaledObjectRule.DEFAULT_UP),
                new Behavior(300, List.of(new Policy(false, 1, 60))));
    }

    /** Trainers as a pod a job, inference with so many pods. */
    static Rules rules(int min, int max) {
        return new Rules(
                new TrainingRule(
                        Kind.SCALED_JOB, new ScaledJobRule(0, max, 15, Strategy.DEFAULT, 1), scaling(0, max), 1, 1, 60),
                new ServingRule(scaling(min, max), 4, 5, 0, 64, 4, 40, Balance.RANDOM),
                15,
                new Objectives(1800, 60, 0.995));
    }

    /** So many trainers that stay, and no inference. */
    static Rules trainers(int number) {
        return rules(0, number)
                .withTraining(rule -> rule.withKind(Kind.DEPLOYMENT).withObject(scaling(number, number)));
    }

    /** So many replicas of inference that stay, with endless queues. */
    static Rules replicas(int number) {
        return rules(number, number).withServing(rule -> rule.withQueueLength(ENDLESS));
    }

    /** What takes no time but the work itself. */
    static Work work(DoubleSupplier job, DoubleSupplier request) {
        return new Work(job, request, 0, 0, 0);
    }

    /** A steady day of so many jobs and requests a second. */
    static Day.Load steady(double jobsPerSecond, double requestsPerSecond) {
        return new Day.Load(
                DayProfile.steady(),
                jobsPerSecond * DayProfile.DAY_SECONDS,
                requestsPerSecond * DayProfile.DAY_SECONDS);
    }
}
