package io.wavemesh.sdxl.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wavemesh.testkit.Golden;
import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables against diffusers'. */
class SchedulerGoldenTest {
    private static final float TOLERANCE = 1e-5f;

    private final Scheduler scheduler = Scheduler.of(config());

    @Test
    void noiseScheduleEqualsDiffusers() {
        assertThat(scheduler.noise().betas()).isEqualTo(Golden.floats("sched.betas"));
        assertThat(scheduler.noise().alphasCumprod()).isEqualTo(Golden.floats("sched.alphas_cumprod"));
    }

    @ParameterizedTest
    @CsvSource({
        "euler_leading,euler,leading",
        "euler_trailing,euler,trailing",
        "euler_linspace,euler,linspace",
        "euler_karras,euler-karras,",
        "ddim,ddim,",
        "dpmpp2m,dpmpp-2m,",
        "dpmpp2m_karras,dpmpp-2m-karras,",
    })
    void tableEqualsDiffusers(String key, String kind, String spacing) {
        for (int steps : new int[] {4, 30}) {
            ScheduleTable table = scheduler.table(
                    SchedulerKind.parse(kind),
                    steps,
                    Optional.ofNullable(spacing).map(TimestepSpacing::parse));

            String prefix = "sched." + key + "." + steps;
            assertThat(table.timesteps())
                    .as(prefix)
                    .containsExactly(Golden.floats(prefix + ".timesteps"), within(1e-4f));
            assertThat((float) table.initNoiseSigma())
                    .isCloseTo(Golden.floats(prefix + ".init_noise_sigma")[0], within(TOLERANCE));
            if (Golden.has(prefix + ".sigmas")) {
                assertThat(floats(table))
                        .as(prefix)
                        .containsExactly(Golden.floats(prefix + ".sigmas"), within(TOLERANCE));
            }
        }
    }

    private static float[] floats(ScheduleTable table) {
        float[] result = new float[table.sigmas().size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = table.sigmas().get(i);
        }
        return result;
    }

    @SuppressWarnings("unchecked") // a JSON object
    static Map<String, Object> config() {
        try {
            return (Map<String, Object>)
                    Json.parse(Files.readAllBytes(Golden.tinyModel().resolve("scheduler/scheduler_config.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
