package io.wavemesh.sdxl.scheduler;

/** The denoising rules as their papers state them, value by value, in double precision. */
abstract class PlainSampler {
    private final ScheduleTable table;
    private final PredictionType prediction;

    PlainSampler(ScheduleTable table, NoiseSchedule noise) {
        this.table = table;
        this.prediction = noise.predictionType();
    }

    static PlainSampler of(SchedulerKind kind, ScheduleTable table, NoiseSchedule noise) {
        return switch (kind) {
            case EULER, EULER_KARRAS -> new Euler(table, noise);
            case DDIM -> new Ddim(table, noise);
            case DPMPP_2M, DPMPP_2M_KARRAS -> new DpmSolver(table, noise);
        };
    }

    abstract double[] step(int i, double[] sample, double[] output);

    double sigma(int i) {
        return table.sigmas().get(i);
    }

    int steps() {
        return table.stepCount();
    }

    /** The clean sample that the output tells, for a noisy one of unit variance: alpha · clean + rate · noise. */
    double clean(double noisy, double output, double alpha, double rate) {
        return switch (prediction) {
            case EPSILON -> (noisy - rate * output) / alpha;
            case V_PREDICTION -> alpha * noisy - rate * output;
            case SAMPLE -> output;
        };
    }

    static double alpha(double sigma) {
        return 1 / Math.sqrt(1 + sigma * sigma);
    }

    private static final class Euler extends PlainSampler {
        Euler(ScheduleTable table, NoiseSchedule noise) {
            super(table, noise);
        }

        @Override
        double[] step(int i, double[] sample, double[] output) {
            double alpha = alpha(sigma(i));
            double[] next = new double[sample.length];
            for (int j = 0; j < next.length; j++) {
                double clean = clean(sample[j] * alpha, output[j], alpha, sigma(i) * alpha);
                double derivative = (sample[j] - clean) / sigma(i);
                next[j] = sample[j] + derivative * (sigma(i + 1) - sigma(i));
            }
            return next;
        }
    }

    private static final class Ddim extends PlainSampler {
        private final NoiseSchedule noise;
        private final ScheduleTable table;

        Ddim(ScheduleTable table, NoiseSchedule noise) {
            super(table, noise);
            this.table = table;
            this.noise = noise;
        }

        @Override
        double[] step(int i, double[] sample, double[] output) {
            int timestep = (int) table.timesteps()[i];
            int previous = timestep - noise.trainTimesteps() / steps();
            double power = noise.alphaCumprod(timestep);
            double nextPower = noise.alphaCumprod(Math.max(previous, 0));
            double[] next = new double[sample.length];
            for (int j = 0; j < next.length; j++) {
                double clean = clean(sample[j], output[j], Math.sqrt(power), Math.sqrt(1 - power));
                double direction = (sample[j] - Math.sqrt(power) * clean) / Math.sqrt(1 - power);
                next[j] = Math.sqrt(nextPower) * clean + Math.sqrt(1 - nextPower) * direction;
            }
            return next;
        }
    }

    private static final class DpmSolver extends PlainSampler {
        private double[] last;

        DpmSolver(ScheduleTable table, NoiseSchedule noise) {
            super(table, noise);
        }

        @Override
        double[] step(int i, double[] sample, double[] output) {
            double alpha = alpha(sigma(i));
            double rate = sigma(i) * alpha;
            double nextAlpha = alpha(sigma(i + 1));
            double nextRate = sigma(i + 1) * nextAlpha;
            double h = Math.log(sigma(i) / sigma(i + 1));
            double[] clean = new double[sample.length];
            double[] next = new double[sample.length];
            for (int j = 0; j < next.length; j++) {
                clean[j] = clean(sample[j], output[j], alpha, rate);
                double used = clean[j];
                if (i > 0 && i < steps() - 1) {
                    double ratio = Math.log(sigma(i - 1) / sigma(i)) / h;
                    used += (clean[j] - last[j]) / ratio / 2;
                }
                next[j] = nextRate / rate * sample[j] - nextAlpha * (Math.exp(-h) - 1) * used;
            }
            last = clean;
            return next;
        }
    }
}
