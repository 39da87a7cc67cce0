package io.wavemesh.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.benchmarks.scaling.HorizontalScaler.Kind;
import io.wavemesh.benchmarks.scaling.HorizontalScaler.Metric;
import io.wavemesh.benchmarks.scaling.ScaledObjectRule.Behavior;
import io.wavemesh.benchmarks.scaling.ScaledObjectRule.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules that Kubernetes documents for the autoscaler. */
class HorizontalScalerTest {
    private static Metric average(double value, double target) {
        return new Metric(Kind.AVERAGE_VALUE, value, target);
    }

    private static Metric value(double value, double target) {
        return new Metric(Kind.VALUE, value, target);
    }

    private static ScaledObjectRule rule(double upSeconds, double downSeconds, Policy... down) {
        return new ScaledObjectRule(
                2,
                100,
                15,
                300,
                new Behavior(upSeconds, ScaledObjectRule.DEFAULT_UP),
                new Behavior(downSeconds, List.of(down)));
    }

    private static final Policy ANY = new Policy(true, 100, 15);

    @Test
    void wantsTheSumByTheTargetOfOne() {
        assertThat(new HorizontalScaler(rule(0, 0, ANY)).scale(0, 10, 10, List.of(average(49, 4))))
                .isEqualTo(13);
        assertThat(new HorizontalScaler(rule(0, 0, ANY)).scale(0, 10, 10, List.of(average(21, 4))))
                .isEqualTo(6);
    }

    @Test
    void changesInProportionToTheReadyOnesWhereTheValueIsOfAll() {
        assertThat(new HorizontalScaler(rule(0, 0, ANY)).scale(0, 10, 8, List.of(value(7.5, 5))))
                .isEqualTo(12);
    }

    @Test
    void theLargestWishCounts() {
        assertThat(new HorizontalScaler(rule(0, 0, ANY)).scale(0, 10, 10, List.of(average(20, 4), value(6, 5))))
                .isEqualTo(12);
    }

    @Test
    void littleMoreOrLessIsNoReason() {
        HorizontalScaler scaler = new HorizontalScaler(rule(0, 0, ANY));

        assertThat(scaler.scale(0, 10, 10, List.of(average(43, 4)))).isEqualTo(10);
        assertThat(scaler.scale(15, 10, 10, List.of(value(4.6, 5)))).isEqualTo(10);
    }

    @Test
    void growsByFourOrDoublesInFifteenSeconds() {
        HorizontalScaler scaler = new HorizontalScaler(rule(0, 0, ANY));
        List<Metric> flood = List.of(average(10_000, 1));

        assertThat(scaler.scale(0, 2, 2, flood)).isEqualTo(6);
        assertThat(scaler.scale(5, 6, 2, flood)).as("within the same 15 s").isEqualTo(6);
        assertThat(scaler.scale(15, 6, 2, flood)).isEqualTo(12);
        assertThat(scaler.scale(30, 12, 2, flood)).isEqualTo(24);
        assertThat(scaler.scale(45, 24, 2, flood)).isEqualTo(48);
        assertThat(scaler.scale(60, 48, 2, flood)).isEqualTo(96);
        assertThat(scaler.scale(75, 96, 2, flood)).as("the most").isEqualTo(100);
    }

    @Test
    void shrinksToTheLargestWishOfTheWindow() {
        HorizontalScaler scaler = new HorizontalScaler(rule(0, 300, ANY));

        assertThat(scaler.scale(0, 20, 20, List.of(average(10, 1))))
                .as("nothing known before")
                .isEqualTo(10);
        assertThat(scaler.scale(15, 10, 10, List.of(average(4, 1)))).isEqualTo(10);
        assertThat(scaler.scale(299, 10, 10, List.of(average(4, 1)))).isEqualTo(10);
        assertThat(scaler.scale(301, 10, 10, List.of(average(4, 1)))).isEqualTo(4);
    }

    @Test
    void aWindowOfGrowingTakesTheSmallestWish() {
        HorizontalScaler scaler = new HorizontalScaler(rule(60, 0, ANY));

        assertThat(scaler.scale(0, 10, 10, List.of(average(10, 1)))).isEqualTo(10);
        assertThat(scaler.scale(15, 10, 10, List.of(average(20, 1)))).isEqualTo(10);
        assertThat(scaler.scale(61, 10, 10, List.of(average(20, 1)))).isEqualTo(20);
    }

    @Test
    void shrinksByOnePodAMinuteOrATenthWhicheverIsMore() {
        List<Metric> calm = List.of(average(0, 1));
        Policy one = new Policy(false, 1, 60);
        HorizontalScaler slow = new HorizontalScaler(rule(0, 0, one));
        HorizontalScaler faster = new HorizontalScaler(rule(0, 0, one, new Policy(true, 10, 60)));

        assertThat(slow.scale(0, 50, 50, calm)).isEqualTo(49);
        assertThat(slow.scale(15, 49, 49, calm)).isEqualTo(49);
        assertThat(slow.scale(60, 49, 49, calm)).isEqualTo(48);
        assertThat(faster.scale(0, 50, 50, calm)).isEqualTo(45);
        assertThat(faster.scale(59, 45, 45, calm)).isEqualTo(45);
        assertThat(faster.scale(60, 45, 45, calm)).isEqualTo(40);
        assertThat(faster.scale(120, 5, 5, calm)).as("never below the least").isGreaterThanOrEqualTo(2);
    }
}
