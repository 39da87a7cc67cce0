package io.wavemesh.training;

import io.wavemesh.sdxl.reference.StageCost;
import io.wavemesh.training.TrainingEngineOptions.Activations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which stages keep their intermediate values for the backward pass; the others are computed again.
 *
 * @param kept for each stage 1 or 0
 */
record ActivationPlan(long[] kept) {

    /** What the allocator loses, libraries' workspaces, and gradients of whole weights. */
    private static final double SHARE_LEFT = 0.07;
    /** Autograd's share of what operations write; SDXL's UNet at 1024 px took 0.83 on a GPU. */
    private static final double SHARE_KEPT = 0.85;

    static ActivationPlan all(int stages) {
        long[] kept = new long[stages];
        Arrays.fill(kept, 1);
        return new ActivationPlan(kept);
    }

    static ActivationPlan none(int stages) {
        return new ActivationPlan(new long[stages]);
    }

    /**
     * As the mode says; automatically those stages are kept that take longest to compute again for their memory, as long as
     * it lasts.
     *
     * @param bytesPerNumber of the network's arithmetic
     * @param free bytes that the step may take
     */
    static ActivationPlan of(Activations mode, List<StageCost> stages, int bytesPerNumber, long free) {
        return switch (mode) {
            case KEEP -> all(stages.size());
            case RECOMPUTE -> none(stages.size());
            case AUTO -> fitting(stages, bytesPerNumber, free);
        };
    }

    private static ActivationPlan fitting(List<StageCost> stages, int bytesPerNumber, long free) {
        long largest = stages.stream().mapToLong(StageCost::activations).max().orElse(0);
        long outputs = stages.stream().mapToLong(StageCost::output).sum();
        double left = free * (1 - SHARE_LEFT) - (double) bytesPerNumber * (2 * largest + outputs);
        long[] kept = new long[stages.size()];
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> -gain(stages.get(i))));
        for (int i : order) {
            double bytes = SHARE_KEPT
                    * bytesPerNumber
                    * (stages.get(i).activations() - stages.get(i).output());
            if (bytes <= left) {
                kept[i] = 1;
                left -= bytes;
            }
        }
        return new ActivationPlan(kept);
    }

    /** Operations saved for a number kept. */
    private static double gain(StageCost stage) {
        return (double) stage.operations() / Math.max(1, stage.activations() - stage.output());
    }

    /** Stages that are kept. */
    int count() {
        int count = 0;
        for (long each : kept) {
            count += (int) each;
        }
        return count;
    }
}
