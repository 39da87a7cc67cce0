package io.wavemesh.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulation where a closed formula is known: nothing is scaled, arrivals are steady. */
class QueueingTheoryTest {
    private static final long SEED = 7;

    /** M/M/c: Erlang's formula of the time waited. The busier, the shorter jobs are, so that a day is enough for the mean. */
    @ParameterizedTest
    @CsvSource({"1, 0.5, 1", "1, 0.8, 0.5", "4, 0.7, 1", "4, 0.9, 0.1", "16, 0.8, 1"})
    void trainersWaitForJobsAsErlangSays(int trainers, double utilization, double seconds) {
        Draw service = new Draw(SEED, "service");
        Day day = new Day(
                        trainers,
                        Given.trainers(trainers),
                        Given.steady(trainers * utilization / seconds, 0),
                        Given.work(service.exponential(seconds), () -> 0),
                        Given.AROUND,
                        SEED)
                .run();

        double expected = seconds * erlangC(trainers, trainers * utilization) / (trainers * (1 - utilization));
        assertThat(day.jobs().waits().mean()).isCloseTo(expected, within(expected * 0.06));
        assertThat(day.jobs().working().area() / DayProfile.DAY_SECONDS / trainers)
                .isCloseTo(utilization, within(0.01));
    }

    /** M/D/1: Pollaczek and Khinchine's formula; random choice makes each replica a queue of its own. */
    @ParameterizedTest
    @CsvSource({"1, 0.3", "1, 0.7", "1, 0.9", "5, 0.8"})
    void replicasWaitAsPollaczekAndKhinchineSay(int replicas, double utilization) {
        Day day = new Day(
                        replicas,
                        Given.replicas(replicas),
                        Given.steady(0, replicas * utilization),
                        Given.work(() -> 0, () -> 1),
                        Given.AROUND,
                        SEED)
                .run();

        double expected = utilization / (2 * (1 - utilization));
        assertThat(day.serving().requests().waits().mean()).isCloseTo(expected, within(expected * 0.06));
    }

    /** M/M/1/K: the share that finds the queue full. */
    @ParameterizedTest
    @CsvSource({"1, 0.5", "4, 0.9", "8, 1.0", "4, 1.5"})
    void fullQueuesRefuseAsTheoryCounts(int queue, double load) {
        Draw service = new Draw(SEED, "service");
        Day day = new Day(
                        1,
                        Given.replicas(1).withServing(rule -> rule.withQueueLength(queue)),
                        Given.steady(0, load),
                        Given.work(() -> 0, service.exponential(1)),
                        Given.AROUND,
                        SEED)
                .run();

        ImageRequests requests = day.serving().requests();
        assertThat(requests.refusedShare()).isCloseTo(blocked(load, queue + 1), within(0.01));
    }

    /** Of two replicas the less loaded one: far shorter queues than by chance, as Mitzenmacher and Vvedenskaya found. */
    @ParameterizedTest
    @CsvSource({"0.7", "0.9"})
    void theLessLoadedOfTwoIsBetterThanAny(double utilization) {
        double any = meanWait(utilization, ServingRule.Balance.RANDOM);
        double lessLoaded = meanWait(utilization, ServingRule.Balance.LEAST_OF_TWO);

        assertThat(lessLoaded).isLessThan(any / 2);
    }

    private static double meanWait(double utilization, ServingRule.Balance balance) {
        return new Day(
                        20,
                        Given.replicas(20).withServing(rule -> rule.withBalance(balance)),
                        Given.steady(0, 20 * utilization),
                        Given.work(() -> 0, () -> 1),
                        Given.AROUND,
                        SEED)
                .run()
                .serving()
                .requests()
                .waits()
                .mean();
    }

    /** Probability that an arrival waits. */
    private static double erlangC(int servers, double load) {
        double inverse = 0;
        double term = 1;
        for (int k = 0; k < servers; k++) {
            inverse += term;
            term *= load / (k + 1);
        }
        double waiting = term * servers / (servers - load);
        return waiting / (inverse + waiting);
    }

    private static double blocked(double load, int places) {
        return load == 1 ? 1.0 / (places + 1) : (1 - load) * Math.pow(load, places) / (1 - Math.pow(load, places + 1));
    }
}
