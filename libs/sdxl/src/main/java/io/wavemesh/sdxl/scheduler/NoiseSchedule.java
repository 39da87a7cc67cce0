package io.wavemesh.sdxl.scheduler;

import java.util.Map;

/**
 * The noise levels that a model was trained with, and what training computes from them: noisy samples, targets and
 * loss weights. Arithmetic follows the reference (diffusers 0.40): betas and cumulative products are fp32 values.
 */
public final class NoiseSchedule {
    private static final int MAX_TIMESTEPS = 100_000;

    private final float[] betas;
    private final float[] alphasCumprod;
    private final PredictionType predictionType;
    private final boolean zeroTerminalSnr;

    private NoiseSchedule(float[] betas, PredictionType predictionType, boolean zeroTerminalSnr) {
        this.betas = betas;
        this.predictionType = predictionType;
        this.zeroTerminalSnr = zeroTerminalSnr;
        this.alphasCumprod = cumulativeProduct(betas);
    }

    /**
     * @param config {@code scheduler_config.json}
     * @throws IllegalArgumentException if a setting is missing its range or not supported
     */
    public static NoiseSchedule of(Map<String, Object> config) {
        ConfigValues values = new ConfigValues(config);
        float[] betas = values.floats("trained_betas");
        if (betas == null) {
            betas = betas(values);
        }
        if (betas.length < 1 || betas.length > MAX_TIMESTEPS) {
            throw new IllegalArgumentException(
                    "trained_betas must have 1.." + MAX_TIMESTEPS + " numbers, has " + betas.length);
        }
        for (float beta : betas) {
            if (!(beta >= 0 && beta <= 1)) {
                throw new IllegalArgumentException("a beta lies outside 0..1: " + beta);
            }
        }
        boolean rescale = values.flag("rescale_betas_zero_snr", false);
        return new NoiseSchedule(
                rescale ? rescaledToZeroSnr(betas) : betas,
                PredictionType.parse(values.text("prediction_type", "epsilon")),
                rescale);
    }

    private static float[] betas(ConfigValues values) {
        int count = values.integer("num_train_timesteps", 1000, 1, MAX_TIMESTEPS);
        double start = values.number("beta_start", 1e-4, 0, 1);
        double end = values.number("beta_end", 0.02, 0, 1);
        String kind = values.text("beta_schedule", "linear");
        return switch (kind) {
            case "linear" -> linspace(start, end, count);
            case "scaled_linear" -> {
                float[] roots = linspace(Math.sqrt(start), Math.sqrt(end), count);
                for (int i = 0; i < count; i++) {
                    roots[i] *= roots[i];
                }
                yield roots;
            }
            case "squaredcos_cap_v2" -> squaredCosine(count);
            default ->
                throw new IllegalArgumentException("beta_schedule must be linear, "
                        + "scaled_linear or squaredcos_cap_v2, was " + ConfigValues.shown(kind));
        };
    }

    /** As torch.linspace in fp32: the upper half is counted from the end. */
    private static float[] linspace(double start, double end, int count) {
        float[] result = new float[count];
        float first = (float) start;
        float last = (float) end;
        float step = count == 1 ? 0 : (last - first) / (count - 1);
        for (int i = 0; i < count; i++) {
            result[i] = i < count / 2 ? Math.fma(step, i, first) : Math.fma(-step, count - 1 - i, last);
        }
        if (count == 1) {
            result[0] = first;
        }
        return result;
    }

    /** beta_i = min(0.999, 1 - f((i+1)/n) / f(i/n)) with f(t) = cos²((t + 0.008) / 1.008 · pi / 2). */
    private static float[] squaredCosine(int count) {
        float[] result = new float[count];
        for (int i = 0; i < count; i++) {
            result[i] = (float) Math.min(1 - alphaBar((i + 1.0) / count) / alphaBar((double) i / count), 0.999);
        }
        return result;
    }

    private static double alphaBar(double t) {
        double cosine = Math.cos((t + 0.008) / 1.008 * Math.PI / 2);
        return cosine * cosine;
    }

    /** Betas shifted and scaled so that the last timestep is pure noise (Lin et al., arXiv 2305.08891, algorithm 1). */
    private static float[] rescaledToZeroSnr(float[] betas) {
        float[] cumulative = cumulativeProduct(betas);
        int count = cumulative.length;
        double first = Math.sqrt(cumulative[0]);
        double last = Math.sqrt(cumulative[count - 1]);
        float[] result = new float[count];
        double previous = 1;
        for (int i = 0; i < count; i++) {
            double root = (Math.sqrt(cumulative[i]) - last) * first / (first - last);
            result[i] = (float) (1 - root * root / previous);
            previous = root * root;
        }
        return result;
    }

    private static float[] cumulativeProduct(float[] betas) {
        float[] result = new float[betas.length];
        double product = 1;
        for (int i = 0; i < betas.length; i++) {
            product *= 1f - betas[i];
            result[i] = (float) product;
        }
        return result;
    }

    /** Number of training timesteps. */
    public int trainTimesteps() {
        return betas.length;
    }

    /** What the model predicts. */
    public PredictionType predictionType() {
        return predictionType;
    }

    /** The betas, a copy. */
    public float[] betas() {
        return betas.clone();
    }

    /** The cumulative products of 1 - beta, a copy: the share of signal power at each timestep. */
    public float[] alphasCumprod() {
        return alphasCumprod.clone();
    }

    /** The share of signal power at a timestep. */
    public float alphaCumprod(int timestep) {
        return alphasCumprod[timestep];
    }

    /**
     * Noise over signal, sqrt((1 - a) / a), of each timestep, as the samplers see it: with zero terminal SNR the last
     * one is 4096 instead of infinite.
     */
    float[] sigmas() {
        float[] result = new float[alphasCumprod.length];
        for (int i = 0; i < result.length; i++) {
            float alpha = zeroTerminalSnr && i == result.length - 1 ? 0x1p-24f : alphasCumprod[i];
            result[i] = (float) Math.sqrt((1 - alpha) / alpha);
        }
        return result;
    }

    /** Signal over noise power, a / (1 - a). */
    public double snr(int timestep) {
        double alpha = alphasCumprod[timestep];
        return alpha / (1 - alpha);
    }

    /** The factor of the sample in a noisy sample, sqrt(a). */
    public float signalRate(int timestep) {
        return (float) Math.sqrt(alphasCumprod[timestep]);
    }

    /** The factor of the noise in a noisy sample, sqrt(1 - a). */
    public float noiseRate(int timestep) {
        return (float) Math.sqrt(1 - alphasCumprod[timestep]);
    }

    /**
     * The noisy sample sqrt(a) · sample + sqrt(1 - a) · noise.
     *
     * @throws IllegalArgumentException if the lengths differ
     */
    public float[] addNoise(float[] sample, float[] noise, int timestep) {
        return mix(signalRate(timestep), sample, noiseRate(timestep), noise);
    }

    /**
     * Noise whose mean differs from channel to channel: noise + strength · draw, the draw spread over the channel's
     * pixels. Lets a model learn pictures that are bright or dark as a whole.
     *
     * @param noise [C, h, w], row-major
     * @param draw [C], unit Gaussian
     * @throws IllegalArgumentException if the lengths do not go together
     */
    public static float[] offsetNoise(float[] noise, float[] draw, float strength) {
        if (draw.length == 0 || noise.length % draw.length != 0) {
            throw new IllegalArgumentException(
                    "noise of " + noise.length + " values cannot have " + draw.length + " channels");
        }
        int pixels = noise.length / draw.length;
        float[] result = new float[noise.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = noise[i] + strength * draw[i / pixels];
        }
        return result;
    }

    /** What the network should answer for a noisy sample: noise, velocity or sample, by the prediction type. */
    public float[] target(float[] sample, float[] noise, int timestep) {
        return switch (predictionType) {
            case EPSILON -> noise.clone();
            case SAMPLE -> sample.clone();
            case V_PREDICTION -> velocity(sample, noise, timestep);
        };
    }

    /** sqrt(a) · noise - sqrt(1 - a) · sample. */
    public float[] velocity(float[] sample, float[] noise, int timestep) {
        return mix(-noiseRate(timestep), sample, signalRate(timestep), noise);
    }

    /**
     * The loss weight of min-SNR-gamma (arXiv 2303.09556) as diffusers' SDXL DreamBooth script has it: min(snr, gamma)
     * / snr, and one more for v prediction.
     *
     * @param gamma positive, 5 in the paper
     */
    public double minSnrWeight(int timestep, double gamma) {
        double snr = snr(timestep);
        double base = Math.min(snr, gamma) / snr;
        return predictionType == PredictionType.V_PREDICTION ? base + 1 : base;
    }

    private static float[] mix(float a, float[] x, float b, float[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("sample has " + x.length + " values, noise " + y.length);
        }
        float[] result = new float[x.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = a * x[i] + b * y[i];
        }
        return result;
    }
}
