package io.wavemesh.sdxl.scheduler;

import static io.wavemesh.testkit.Relative.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wavemesh.testkit.Golden;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Noisy samples, targets and losses against diffusers' training script. */
class NoiseScheduleTest {
    private static final double TOLERANCE = 1e-6;

    private final NoiseSchedule epsilon = NoiseSchedule.of(SchedulerGoldenTest.config());
    private final NoiseSchedule velocity = velocity();
    private final long[] timesteps = Golden.longs("loss.in.timestep");

    @Test
    void addsNoise() {
        assertClose(
                perSample("loss.in.latents", "loss.in.noise", epsilon::addNoise),
                Golden.floats("loss.noisy"),
                TOLERANCE);
    }

    @Test
    void addsNoiseWithAnOffset() {
        float[] draw = Golden.floats("loss.offset_draw");
        int channels = draw.length / timesteps.length;
        int[] sample = {0};
        float[] noisy = perSample("loss.in.latents", "loss.in.noise", (x, noise, timestep) -> {
            int from = channels * sample[0]++;
            float[] ofSample = Arrays.copyOfRange(draw, from, from + channels);
            return epsilon.addNoise(x, NoiseSchedule.offsetNoise(noise, ofSample, 0.05f), timestep);
        });

        assertClose(noisy, Golden.floats("loss.noise_offset_0.05"), TOLERANCE);
    }

    @Test
    void givesTargets() {
        assertThat(perSample("loss.in.latents", "loss.in.noise", epsilon::target))
                .isEqualTo(Golden.floats("loss.in.noise"));
        assertClose(
                perSample("loss.in.latents", "loss.in.noise", velocity::target),
                Golden.floats("loss.v_target"),
                TOLERANCE);
    }

    @Test
    void givesSignalToNoiseRatios() {
        double[] snr =
                Arrays.stream(timesteps).mapToDouble(t -> epsilon.snr((int) t)).toArray();

        assertClose(snr, Golden.doubles("loss.snr"), 1e-5);
    }

    @Test
    void weighsLosses() {
        float[] prediction = Golden.floats("loss.pred");

        assertThat(loss(prediction, Golden.floats("loss.in.noise"), t -> 1)).isCloseTo(golden("epsilon"), within(1e-5));
        assertThat(loss(prediction, Golden.floats("loss.in.noise"), t -> epsilon.minSnrWeight(t, 5)))
                .isCloseTo(golden("minsnr5_epsilon"), within(1e-5));
        assertThat(loss(prediction, Golden.floats("loss.v_target"), t -> 1)).isCloseTo(golden("v"), within(1e-5));
        assertThat(loss(prediction, Golden.floats("loss.v_target"), t -> velocity.minSnrWeight(t, 5)))
                .isCloseTo(golden("minsnr5_v"), within(1e-5));
    }

    private static double golden(String loss) {
        return Golden.doubles("loss." + loss)[0];
    }

    private double loss(float[] prediction, float[] target, IntToDoubleFunction weight) {
        int size = prediction.length / timesteps.length;
        double sum = 0;
        for (int i = 0; i < prediction.length; i++) {
            double difference = (double) prediction[i] - target[i];
            sum += weight.applyAsDouble((int) timesteps[i / size]) * difference * difference;
        }
        return sum / prediction.length;
    }

    private interface Mix {
        float[] of(float[] sample, float[] noise, int timestep);
    }

    private float[] perSample(String latents, String noise, Mix mix) {
        float[] x = Golden.floats(latents);
        float[] n = Golden.floats(noise);
        float[] result = new float[x.length];
        int size = x.length / timesteps.length;
        for (int i = 0; i < timesteps.length; i++) {
            float[] one = mix.of(
                    Arrays.copyOfRange(x, i * size, (i + 1) * size),
                    Arrays.copyOfRange(n, i * size, (i + 1) * size),
                    (int) timesteps[i]);
            System.arraycopy(one, 0, result, i * size, size);
        }
        return result;
    }

    private static NoiseSchedule velocity() {
        Map<String, Object> config = new HashMap<>(SchedulerGoldenTest.config());
        config.put("prediction_type", "v_prediction");
        return NoiseSchedule.of(config);
    }
}
