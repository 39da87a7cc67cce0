package io.wavemesh.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wavemesh.benchmarks.scaling.Pod.Priority;
import io.wavemesh.benchmarks.scaling.ScaledJobRule.Strategy;
import io.wavemesh.benchmarks.scaling.ServingRule.Balance;
import io.wavemesh.benchmarks.scaling.TrainingRule.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds on any day, under any rules: nothing is lost, nothing counted twice, no limit passed. */
class DayPropertyTest {
    private static final double TIME = 20;

    @Property(seed = "20261124", tries = 60)
    void everythingThatComesEndsOnce(
            @ForAll @IntRange(min = 1, max = 20) int gpus,
            @ForAll @DoubleRange(min = 0, max = 2) double trainingLoad,
            @ForAll @DoubleRange(min = 0, max = 2) double servingLoad,
            @ForAll Kind kind,
            @ForAll Strategy strategy,
            @ForAll @IntRange(min = 0, max = 3) int jobLimit,
            @ForAll @IntRange(min = 1, max = 20) int queue,
            @ForAll @IntRange(min = 1, max = 1000) int seed) {
        int min = 1 + seed % 3;
        Balance balance = Balance.values()[seed % 2];
        Rules rules = Given.rules(min, Math.max(min, gpus))
                .withTraining(rule -> rule.withKind(kind)
                        .withJobLimit(jobLimit)
                        .withJob(rule.job().withStrategy(strategy)))
                .withServing(rule -> rule.withBalance(balance).withQueueLength(queue));
        Draw service = new Draw(seed, "service");
        Day day = new Day(
                gpus,
                rules,
                new Day.Load(
                        DayProfile.busy(),
                        trainingLoad * gpus * DayProfile.DAY_SECONDS / TIME / 10,
                        servingLoad * gpus * DayProfile.DAY_SECONDS / TIME / 10),
                new Work(service.exponential(TIME), service.exponential(TIME), 10, 2, 7),
                Given.AROUND.withRetries(seed % 4),
                seed);
        day.run();

        TrainingJobs jobs = day.jobs();
        assertThat(jobs.finished() + jobs.backlog().value()).isEqualTo(jobs.arrived());
        assertThat(jobs.waiting() + jobs.working().value())
                .as("waiting and running")
                .isEqualTo(jobs.backlog().value());
        ImageRequests requests = day.serving().requests();
        assertThat(requests.open())
                .as("waiting, running, to come again")
                .isEqualTo(requests.waiting().value() + requests.working().value() + requests.away());
        assertThat(requests.waits().count() + requests.waiting().value() + requests.away() + requests.givenUp())
                .as("started, waiting, refused; cut off while waiting")
                .isBetween(requests.arrived() - requests.cutOff(), requests.arrived());
        assertThat(day.pool().nodes().highest()).isLessThanOrEqualTo(gpus);
        double held = day.pool().held(Priority.SERVING).area()
                + day.pool().held(Priority.TRAINING).area();
        assertThat(held).isLessThanOrEqualTo(day.pool().nodes().area() + 1);
        assertThat(jobs.working().area() + requests.working().area()).isLessThanOrEqualTo(held + 1);
    }

    /** Little's law: what waits on average is the rate times the time waited. */
    @Property(seed = "20261124", tries = 20)
    void whatWaitsIsRateTimesTime(
            @ForAll @IntRange(min = 2, max = 12) int gpus, @ForAll @DoubleRange(min = 0.1, max = 0.9) double load) {
        Draw service = new Draw(gpus, "service");
        Day day = new Day(
                        gpus,
                        Given.rules(1, gpus).withServing(rule -> rule.withQueueLength(1000)),
                        Given.steady(load * gpus / 2 / TIME, load * gpus / 2 / TIME),
                        Given.work(service.exponential(TIME), service.exponential(TIME)),
                        Given.AROUND,
                        gpus)
                .run();

        ImageRequests requests = day.serving().requests();
        double waited = requests.waits().sum();
        assertThat(requests.waiting().area()).isGreaterThanOrEqualTo(waited - 1);
        if (requests.cutOff() == 0) {
            assertThat(requests.waiting().area()).isCloseTo(waited, within(1 + 0.001 * waited));
        }
        TrainingJobs jobs = day.jobs();
        double waiting = jobs.backlog().area() - jobs.working().area();
        assertThat(waiting).isGreaterThanOrEqualTo(0);
        if (jobs.handedBack() == 0) {
            assertThat(jobs.waits().sum()).isCloseTo(waiting, within(1 + 0.001 * waiting));
        }
    }

    @Property(seed = "20261124", tries = 10)
    void theSameSeedGivesTheSameDay(@ForAll @IntRange(min = 1, max = 12) int gpus, @ForAll Kind kind) {
        assertThat(figures(gpus, kind, 3)).isEqualTo(figures(gpus, kind, 3)).isNotEqualTo(figures(gpus, kind, 4));
    }

    private static Object figures(int gpus, Kind kind, long seed) {
        Draw service = new Draw(seed, "service");
        Day day = new Day(
                gpus,
                Given.rules(1, gpus).withTraining(rule -> rule.withKind(kind)),
                new Day.Load(DayProfile.busy(), 500, 5000),
                new Work(service.exponential(TIME), service.exponential(2), 10, 2, 7),
                Given.AROUND,
                seed);
        return new DayFigures(day.run(), 1).fields();
    }
}
