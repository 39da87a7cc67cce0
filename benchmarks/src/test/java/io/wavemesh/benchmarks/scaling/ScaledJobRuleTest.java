package io.wavemesh.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.benchmarks.scaling.ScaledJobRule.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic of KEDA's strategies. */
class ScaledJobRuleTest {
    @ParameterizedTest
    @CsvSource({
        "DEFAULT, 3, 0, 0, 3",
        "DEFAULT, 3, 2, 1, 1",
        "DEFAULT, 3, 5, 0, 0",
        "DEFAULT, 40, 2, 0, 8",
        "DEFAULT, 0, 0, 0, 0",
        "ACCURATE, 3, 5, 0, 3",
        "ACCURATE, 3, 5, 2, 1",
        "ACCURATE, 9, 5, 2, 5",
        "EAGER, 3, 5, 2, 3",
        "EAGER, 40, 5, 2, 3",
        "EAGER, 0, 5, 2, 0"
    })
    void makesJobs(Strategy strategy, double backlog, int running, int pending, int expected) {
        assertThat(new ScaledJobRule(0, 10, 15, strategy, 1).jobsToMake(backlog, running, pending))
                .isEqualTo(expected);
    }

    @Test
    void aTargetIsWhatOneJobIsGoodFor() {
        assertThat(new ScaledJobRule(0, 10, 15, Strategy.DEFAULT, 2).jobsToMake(5, 1, 0))
                .isEqualTo(2);
    }

    @Test
    void someAlwaysRun() {
        ScaledJobRule rule = new ScaledJobRule(2, 10, 15, Strategy.DEFAULT, 1);

        assertThat(rule.jobsToMake(0, 0, 0)).isEqualTo(2);
        assertThat(rule.jobsToMake(0, 2, 0)).isZero();
        assertThat(rule.jobsToMake(1, 2, 0))
                .as("one beyond those that always run")
                .isEqualTo(1);
    }
}
