package io.wavemesh.generation;

import io.wavemesh.sdxl.onnx.TargetLayer;
import io.wavemesh.waveft.adapter.Adapter;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How an engine runs.
 *
 * @param threads for one operator; 0 lets ONNX Runtime use all cores
 * @param targets which linear modules of the UNet adapters may change. Each costs one copy of its weight a run, used or not;
 *     choose before the engine opens, since sessions are not rebuilt
 * @param sliceSteps denoising steps between two calls of the listener
 */
public record EngineOptions(int threads, Predicate<String> targets, int sliceSteps) {
    private static final int SLICE_STEPS = 5;

    /** Throws {@link GenerationException} if a number is out of range. */
    public EngineOptions {
        if (threads < 0 || sliceSteps < 1) {
            throw new GenerationException("threads must be 0 or more and sliceSteps 1 or more");
        }
    }

    /** All cores, the attention projections ({@code to_q}, {@code to_k}, {@code to_v}, {@code to_out.0}). */
    public static EngineOptions defaults() {
        return new EngineOptions(0, TargetLayer::isAttentionProjection, SLICE_STEPS);
    }

    /** For exactly these adapters: their layers and no others. */
    public static EngineOptions forAdapters(Collection<Adapter> adapters) {
        Set<String> modules = new HashSet<>();
        adapters.forEach(adapter -> modules.addAll(adapter.modules()));
        return new EngineOptions(0, modules::contains, SLICE_STEPS);
    }

    /** With another number of threads for one operator. */
    public EngineOptions withThreads(int other) {
        return new EngineOptions(other, targets, sliceSteps);
    }

    /** With other adaptable modules. */
    public EngineOptions withTargets(Predicate<String> others) {
        return new EngineOptions(threads, others, sliceSteps);
    }

    /** With another number of steps between two calls of the listener. */
    public EngineOptions withSliceSteps(int other) {
        return new EngineOptions(threads, targets, other);
    }
}
