package io.wavemesh.generation;

import java.util.List;

/**
 * What switching adapters costs on this machine, for one image of the model's default size with guidance.
 *
 * @param mergeSeconds a run of no step with another adapter than the run before: upload and merge
 * @param stepSeconds one denoising step
 */
public record SwitchCost(double mergeSeconds, double stepSeconds) {
    static final int STEPS = 5;

    /**
     * Measures; the best of several rounds, since other work on the machine only ever adds time.
     *
     * @param adapters at least two, used in turn
     */
    public static SwitchCost measure(GenerationEngine engine, List<AdapterValues> adapters, int rounds) {
        if (adapters.size() < 2 || rounds < 1) {
            throw new GenerationException("switching needs at least two adapters and one round");
        }
        return engine.switchCost(adapters, rounds);
    }

    static SwitchCost of(Denoiser denoiser, Denoiser.Job job, Latents noise, List<AdapterValues> adapters, int rounds) {
        double merge = Double.MAX_VALUE;
        double run = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            for (AdapterValues adapter : adapters) {
                long start = System.nanoTime();
                denoiser.mergeOnly(job.with(adapter), noise);
                merge = Math.min(merge, seconds(start));
            }
            Denoiser.Job next = job.with(adapters.get(round % adapters.size()));
            long start = System.nanoTime();
            denoiser.denoise(next, noise, STEPS, GenerationListener.NONE);
            run = Math.min(run, seconds(start));
        }
        return new SwitchCost(merge, (run - merge) / STEPS);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }

    /** Merge time over step time. */
    public double ratio() {
        return mergeSeconds / stepSeconds;
    }
}
