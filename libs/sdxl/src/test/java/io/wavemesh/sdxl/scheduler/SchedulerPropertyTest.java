package io.wavemesh.sdxl.scheduler;

import static io.wavemesh.testkit.Relative.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The linear tables against the schedulers' formulas, written out step by step. */
class SchedulerPropertyTest {
    private static final int SIZE = 24;

    @Property(seed = "20250512", tries = 150)
    void tableEqualsTheFormulas(
            @ForAll SchedulerKind kind,
            @ForAll TimestepSpacing spacing,
            @ForAll PredictionType prediction,
            @ForAll @IntRange(min = 1, max = 60) int steps) {
        Scheduler scheduler = scheduler(prediction);
        ScheduleTable table = scheduler.table(kind, steps, Optional.of(spacing));
        PlainSampler plain = PlainSampler.of(kind, table, scheduler.noise());
        Random random = new Random(steps);
        float[] start = gaussian(random);
        float[] sample = start.clone();
        float[] history = new float[SIZE];
        double[] expected = widen(start);

        for (int i = 0; i < steps; i++) {
            float[] output = gaussian(random);
            table.steps().get(i).apply(sample, output, history);
            expected = plain.step(i, expected, widen(output));
        }

        assertClose(widen(sample), expected, 1e-4);
    }

    /** A network that knows the clean sample leads there, whatever the rule, spacing and prediction type. */
    @Property(seed = "20250513", tries = 150)
    void knowingNetworkLeadsToTheCleanSample(
            @ForAll SchedulerKind kind,
            @ForAll TimestepSpacing spacing,
            @ForAll PredictionType prediction,
            @ForAll @IntRange(min = 2, max = 60) int steps) {
        // DDIM's steps go back by T // n timesteps: only leading ones are that far apart.
        Assume.that(kind != SchedulerKind.DDIM || spacing == TimestepSpacing.LEADING);
        Scheduler scheduler = scheduler(prediction);
        ScheduleTable table = scheduler.table(kind, steps, Optional.of(spacing));
        float[] clean = gaussian(new Random(1));
        float[] sample = gaussian(new Random(2));
        for (int i = 0; i < SIZE; i++) {
            sample[i] *= (float) table.initNoiseSigma();
        }
        float[] history = new float[SIZE];

        for (int i = 0; i < steps; i++) {
            DenoisingStep step = table.steps().get(i);
            step.apply(
                    sample,
                    knowing(step.modelInput(sample), clean, table.sigmas().get(i), prediction),
                    history);
        }

        // DDIM ends at the first training timestep, where a hundredth of the noise is left.
        assertClose(sample, clean, kind == SchedulerKind.DDIM ? 0.05 : 1e-3);
    }

    @Property(seed = "20250514", tries = 300)
    void timestepsAndNoiseFall(
            @ForAll SchedulerKind kind,
            @ForAll TimestepSpacing spacing,
            @ForAll @IntRange(min = 1, max = 100) int steps) {
        ScheduleTable table = scheduler(PredictionType.EPSILON).table(kind, steps, Optional.of(spacing));

        float[] timesteps = table.timesteps();
        assertThat(timesteps).hasSize(steps);
        for (int i = 0; i < steps; i++) {
            assertThat(timesteps[i]).isBetween(0f, 999f);
            assertThat(table.sigmas().get(i))
                    .isGreaterThanOrEqualTo(table.sigmas().get(i + 1));
            if (i > 0 && kind == SchedulerKind.DPMPP_2M_KARRAS) {
                assertThat(timesteps[i]).isLessThanOrEqualTo(timesteps[i - 1]); // rounded to whole ones
            } else if (i > 0) {
                assertThat(timesteps[i]).isLessThan(timesteps[i - 1]);
            }
        }
        assertThat(table.flat()).hasSize(steps * DenoisingStep.COLUMNS).doesNotContain(Float.NaN);
        if (kind != SchedulerKind.DDIM) {
            assertThat(table.sigmas().get(steps)).isZero();
        }
    }

    /** What a network answers that takes {@code clean} for the clean sample; its input has unit variance. */
    private static float[] knowing(float[] input, float[] clean, double sigma, PredictionType prediction) {
        double alpha = 1 / Math.sqrt(sigma * sigma + 1);
        double noiseRate = sigma * alpha;
        float[] output = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            double noise = (input[i] - alpha * clean[i]) / noiseRate;
            output[i] = (float)
                    switch (prediction) {
                        case EPSILON -> noise;
                        case V_PREDICTION -> alpha * noise - noiseRate * clean[i];
                        case SAMPLE -> clean[i];
                    };
        }
        return output;
    }

    private static Scheduler scheduler(PredictionType prediction) {
        return Scheduler.of(Map.of(
                "beta_start",
                0.00085,
                "beta_end",
                0.012,
                "beta_schedule",
                "scaled_linear",
                "steps_offset",
                1L,
                "prediction_type",
                prediction.key()));
    }

    private static float[] gaussian(Random random) {
        float[] result = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            result[i] = (float) random.nextGaussian();
        }
        return result;
    }

    private static double[] widen(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = values[i];
        }
        return result;
    }
}
