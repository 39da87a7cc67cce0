package io.wavemesh.sdxl.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerTest {
    @ParameterizedTest
    @CsvSource({
        "EulerDiscreteScheduler,false,EULER",
        "EulerDiscreteScheduler,true,EULER_KARRAS",
        "DDIMScheduler,false,DDIM",
        "DPMSolverMultistepScheduler,false,DPMPP_2M",
        "DPMSolverMultistepScheduler,true,DPMPP_2M_KARRAS"
    })
    void knowsTheModelsOwnScheduler(String name, boolean karras, SchedulerKind expected) {
        assertThat(SchedulerKind.of(Map.of("_class_name", name, "use_karras_sigmas", karras)))
                .isEqualTo(expected);
    }

    @Test
    void rejectsAModelsUnknownScheduler() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchedulerKind.of(Map.of("_class_name", "PNDMScheduler")))
                .withMessageContaining("PNDMScheduler")
                .withMessageContaining("dpmpp-2m-karras");
    }

    @ParameterizedTest
    @CsvSource({
        "EulerDiscreteScheduler,use_beta_sigmas,true",
        "EulerDiscreteScheduler,timestep_type,continuous",
        "DPMSolverMultistepScheduler,solver_order,3",
        "DPMSolverMultistepScheduler,algorithm_type,sde-dpmsolver++",
        "DPMSolverMultistepScheduler,euler_at_final,true"
    })
    void rejectsAModelsSchedulerWithAnotherRule(String type, String key, String value) {
        Object setting = value.equals("true") ? (Object) true : value.equals("3") ? (Object) 3L : value;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchedulerKind.of(Map.of("_class_name", type, key, setting)))
                .withMessageContaining(key)
                .withMessageContaining("name one of euler");
    }

    @Test
    void karrasLevelsKeepWithinTheModelsBounds() {
        ScheduleTable table = Scheduler.of(Map.of("sigma_min", 0.1, "sigma_max", 9.0))
                .table(SchedulerKind.EULER_KARRAS, 5, Optional.empty());

        assertThat(table.sigmas().get(0)).isEqualTo(9f, within(1e-5f));
        assertThat(table.sigmas().get(4)).isEqualTo(0.1f, within(1e-6f));
    }

    @ParameterizedTest
    @EnumSource(SchedulerKind.class)
    void parsesItsOwnNames(SchedulerKind kind) {
        assertThat(SchedulerKind.parse(kind.key())).isEqualTo(kind);
    }

    @Test
    void rejectsUnknownNames() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchedulerKind.parse("Euler"))
                .withMessage("scheduler must be one of euler, euler-karras, ddim, dpmpp-2m, dpmpp-2m-karras,"
                        + " was \"Euler\"");
        assertThatIllegalArgumentException().isThrownBy(() -> TimestepSpacing.parse("even"));
        assertThatIllegalArgumentException().isThrownBy(() -> PredictionType.parse("flow_prediction"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1001, Integer.MAX_VALUE})
    void rejectsStepsBeyondTheTrainingTimesteps(int steps) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scheduler.of(Map.of()).table(SchedulerKind.EULER, steps, Optional.empty()))
                .withMessage("steps must be in 1..1000, was " + steps);
    }

    @Test
    void rejectsStepsThatLeadingSpacingCannotHold() {
        Scheduler scheduler = Scheduler.of(Map.of("steps_offset", 1L, "timestep_spacing", "leading"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheduler.table(SchedulerKind.DPMPP_2M, 1000, Optional.empty()))
                .withMessageContaining("1..999");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheduler.table(SchedulerKind.DDIM, 1000, Optional.empty()))
                .withMessageContaining("fewer than 1000");
    }

    @Test
    void dpmSolverKeepsSecondOrderToTheEndWhereItDoesNotEndAtZero() {
        Scheduler scheduler = Scheduler.of(Map.of("final_sigmas_type", "sigma_min"));

        ScheduleTable few = scheduler.table(SchedulerKind.DPMPP_2M, 14, Optional.empty());
        ScheduleTable many = scheduler.table(SchedulerKind.DPMPP_2M, 15, Optional.empty());

        assertThat(few.steps().get(13).sampleFromHistory()).isZero();
        assertThat(many.steps().get(14).sampleFromHistory()).isNegative();
        assertThat(many.sigmas().get(15)).isPositive();
    }

    @Test
    void tableGoesOnFromASlice() {
        ScheduleTable table = Scheduler.of(Map.of()).table(SchedulerKind.DPMPP_2M, 7, Optional.empty());

        float[] joined = new float[7 * DenoisingStep.COLUMNS];
        System.arraycopy(table.flat(0, 3), 0, joined, 0, 3 * DenoisingStep.COLUMNS);
        System.arraycopy(table.flat(3, 7), 0, joined, 3 * DenoisingStep.COLUMNS, 4 * DenoisingStep.COLUMNS);

        assertThat(joined).isEqualTo(table.flat());
    }

    @ParameterizedTest
    @EnumSource(SchedulerKind.class)
    void allTablesAreFiniteUpToTheGreatestNumberOfSteps(SchedulerKind kind) {
        Scheduler scheduler = Scheduler.of(Map.of("beta_schedule", "scaled_linear", "beta_start", 0.00085));
        for (TimestepSpacing spacing : TimestepSpacing.values()) {
            for (int steps : new int[] {1, 2, 333, 499, 500, 501, 999}) {
                for (float value :
                        scheduler.table(kind, steps, Optional.of(spacing)).flat()) {
                    assertThat(Float.isFinite(value))
                            .as("%s %s %d", kind, spacing, steps)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void zeroTerminalSnrStartsFromPureNoise() {
        NoiseSchedule noise = NoiseSchedule.of(Map.of(
                "beta_schedule",
                "scaled_linear",
                "beta_start",
                0.00085,
                "beta_end",
                0.012,
                "prediction_type",
                "v_prediction",
                "rescale_betas_zero_snr",
                true));

        assertThat(noise.alphaCumprod(999)).isZero();
        assertThat(noise.sigmas()[999]).isEqualTo(4096f, within(1f));
        assertThat(noise.alphaCumprod(0)).isEqualTo(1 - 0.00085f, within(1e-6f));
    }

    @Test
    void cosineScheduleFallsToTheCap() {
        NoiseSchedule noise = NoiseSchedule.of(Map.of("beta_schedule", "squaredcos_cap_v2"));

        assertThat(noise.betas()[0]).isEqualTo(4.128e-5f, within(1e-8f));
        assertThat(noise.betas()[999]).isEqualTo(0.999f);
    }

    @ParameterizedTest
    @CsvSource({
        "beta_schedule,sigmoid",
        "prediction_type,flow_prediction",
        "timestep_spacing,even",
        "final_sigmas_type,one",
        "interpolation_type,log_linear",
        "num_train_timesteps,many",
        "beta_start,tiny"
    })
    void rejectsSettingsThatItDoesNotKnow(String key, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scheduler.of(Map.of(key, value)))
                .withMessageContaining(value)
                .withMessageNotContaining("\n");
    }

    @Test
    void rejectsNumbersOutOfRange() {
        for (Map.Entry<String, Object> setting : Map.<String, Object>of(
                        "num_train_timesteps",
                        1_000_000_000L,
                        "beta_end",
                        2.0,
                        "steps_offset",
                        -1L,
                        "trained_betas",
                        List.of(0.1, 7.0))
                .entrySet()) {
            Map<String, Object> config = new HashMap<>(Map.of(setting.getKey(), setting.getValue()));
            assertThatIllegalArgumentException().as(setting.getKey()).isThrownBy(() -> Scheduler.of(config));
        }
    }
}
