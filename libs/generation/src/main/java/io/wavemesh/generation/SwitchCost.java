package io.wavemesh.generation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What switching adapters costs on this machine, for one image of the model's default size with guidance.
 *
 * @param mergeSeconds a run of no step with another adapter than the run before: upload and merge; the best one
 * @param stepSeconds one denoising step; the best one
 * @param mergeMedianSeconds the median run of no step
 * @param stepMedianSeconds the median step
 */
public record SwitchCost(double mergeSeconds, double stepSeconds, double mergeMedianSeconds, double stepMedianSeconds) {
    static final int STEPS = 5;

    /**
     * Measures several rounds; the best of them where other work on the machine only adds time.
     *
     * @param adapters used in turn, at least two; or none: then runs of no step without an adapter
     */
    public static SwitchCost measure(GenerationEngine engine, List<AdapterValues> adapters, int rounds) {
        if (adapters.size() == 1 || rounds < 1) {
            throw new GenerationException("switching needs at least two adapters and one round");
        }
        return engine.switchCost(adapters.isEmpty() ? List.of(AdapterValues.none()) : adapters, rounds);
    }

    static SwitchCost of(Denoiser denoiser, Denoiser.Job job, Latents noise, List<AdapterValues> adapters, int rounds) {
        List<Double> merges = new ArrayList<>();
        List<Double> runs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            try (Denoiser.Switching switching = denoiser.switching(job, noise)) {
                for (AdapterValues adapter : adapters) {
                    long start = System.nanoTime();
                    switching.to(adapter);
                    merges.add(seconds(start));
                }
            }
            Denoiser.Job next = job.with(adapters.get(round % adapters.size()));
            long start = System.nanoTime();
            denoiser.denoise(next, noise, STEPS, GenerationListener.NONE);
            runs.add(seconds(start));
        }
        Collections.sort(merges);
        Collections.sort(runs);
        double merge = merges.get(0);
        double median = merges.get(merges.size() / 2);
        return new SwitchCost(
                merge, (runs.get(0) - merge) / STEPS, median, (runs.get(runs.size() / 2) - median) / STEPS);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }

    /** Merge time over step time. */
    public double ratio() {
        return mergeSeconds / stepSeconds;
    }
}
