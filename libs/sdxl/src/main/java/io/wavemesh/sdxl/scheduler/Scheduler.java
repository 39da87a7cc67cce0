package io.wavemesh.sdxl.scheduler;

import java.util.Map;
import java.util.Optional;

/**
 * Makes the tables of denoising steps for a model, as diffusers 0.40 computes them when a scheduler of the kind is made
 * from the model's configuration (DDIM: with clip_sample and set_alpha_to_one both false). Stateless.
 */
public final class Scheduler {
    private static final double MOST_SIGMA = 1e6;

    private final NoiseSchedule noise;
    private final TimestepSpacing spacing;
    private final int stepsOffset;
    private final boolean finalSigmaZero;
    private final boolean roundKarrasTimesteps;
    private final double sigmaMin;
    private final double sigmaMax;

    private Scheduler(ConfigValues values) {
        this.noise = NoiseSchedule.of(values.values());
        String absent = "DDIMScheduler".equals(values.text("_class_name", "")) ? "leading" : "linspace";
        this.spacing = TimestepSpacing.parse(values.text("timestep_spacing", absent));
        this.stepsOffset = values.integer("steps_offset", 0, 0, 1000);
        this.finalSigmaZero =
                values.choice("final_sigmas_type", "zero", "sigma_min").equals("zero");
        this.roundKarrasTimesteps = !values.text("beta_schedule", "linear").equals("squaredcos_cap_v2");
        this.sigmaMin = values.number("sigma_min", Double.NaN, Double.MIN_NORMAL, MOST_SIGMA);
        this.sigmaMax = values.number("sigma_max", Double.NaN, Double.MIN_NORMAL, MOST_SIGMA);
        values.choice("interpolation_type", "linear");
    }

    /**
     * @param config {@code scheduler_config.json}
     * @throws IllegalArgumentException if a setting is out of range or not supported
     */
    public static Scheduler of(Map<String, Object> config) {
        return new Scheduler(new ConfigValues(config));
    }

    /** The noise levels of training. */
    public NoiseSchedule noise() {
        return noise;
    }

    /** The model's own timestep spacing. */
    public TimestepSpacing spacing() {
        return spacing;
    }

    /**
     * The steps of one run.
     *
     * @param kind the rule
     * @param steps number of denoising steps, at least 1
     * @param override a spacing in place of the model's own
     * @throws IllegalArgumentException if there are more steps than the model's timesteps allow
     */
    public ScheduleTable table(SchedulerKind kind, int steps, Optional<TimestepSpacing> override) {
        int most = noise.trainTimesteps();
        TimestepSpacing used = override.orElse(spacing);
        if (steps < 1 || steps > most) {
            throw new IllegalArgumentException("steps must be in 1.." + most + ", was " + steps);
        }
        return switch (kind) {
            case EULER, EULER_KARRAS -> euler(kind.karras(), new TimestepGrid(most, steps, stepsOffset, used));
            case DDIM -> new DdimRule(noise).table(new TimestepGrid(most, steps, stepsOffset, used).whole());
            case DPMPP_2M, DPMPP_2M_KARRAS ->
                dpmSolver(kind.karras(), new TimestepGrid(most, steps, stepsOffset, used));
        };
    }

    private ScheduleTable euler(boolean karras, TimestepGrid grid) {
        NoiseLevels levels = new NoiseLevels(noise.sigmas());
        double[] timesteps = grid.fractional();
        double[] sigmas = new double[timesteps.length];
        for (int i = 0; i < sigmas.length; i++) {
            sigmas[i] = levels.at(timesteps[i]);
        }
        if (karras) {
            double most = Double.isNaN(sigmaMax) ? sigmas[0] : sigmaMax;
            double least = Double.isNaN(sigmaMin) ? sigmas[sigmas.length - 1] : sigmaMin;
            sigmas = NoiseLevels.karras(most, least, sigmas.length);
            for (int i = 0; i < sigmas.length; i++) {
                timesteps[i] = levels.timestepOf(sigmas[i]);
            }
        }
        boolean scaledStart = grid.spacing() == TimestepSpacing.LEADING;
        return new EulerRule(noise.predictionType(), scaledStart).table(timesteps, withLast(sigmas, levels));
    }

    private ScheduleTable dpmSolver(boolean karras, TimestepGrid grid) {
        NoiseLevels levels = new NoiseLevels(noise.sigmas());
        double[] timesteps;
        double[] sigmas;
        if (karras) {
            sigmas = NoiseLevels.karras(levels.most(), levels.least(), grid.steps());
            timesteps = new double[sigmas.length];
            for (int i = 0; i < sigmas.length; i++) {
                double exact = levels.timestepOf(sigmas[i]);
                timesteps[i] = roundKarrasTimesteps ? Math.rint(exact) : (long) exact;
            }
        } else {
            timesteps = grid.multistep();
            sigmas = new double[timesteps.length];
            for (int i = 0; i < sigmas.length; i++) {
                sigmas[i] = levels.at(timesteps[i]);
            }
        }
        return new DpmSolverRule(noise.predictionType()).table(timesteps, withLast(sigmas, levels));
    }

    /** The sigmas as fp32, followed by the one after the last step. */
    private float[] withLast(double[] sigmas, NoiseLevels levels) {
        float[] result = new float[sigmas.length + 1];
        for (int i = 0; i < sigmas.length; i++) {
            result[i] = (float) sigmas[i];
        }
        result[sigmas.length] = finalSigmaZero ? 0 : (float) levels.least();
        return result;
    }
}
