package io.wavemesh.generation;

import io.wavemesh.sdxl.onnx.Precision;
import io.wavemesh.sdxl.onnx.TargetLayer;
import io.wavemesh.waveft.adapter.Adapter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an engine runs.
 *
 * @param device "cpu", or "cuda:N" for the N-th CUDA device
 * @param precision arithmetic of the UNet and the text encoders; a VAE that overflows in 16 bits stays in 32. On CUDA, FP32
 *     is strict and FP16 lets what stays in 32 bits use TF32
 * @param threads for one operator; 0 lets ONNX Runtime use all cores
 * @param targets which linear modules of the UNet adapters may change. Each costs one copy of its weight a run, used or not;
 *     choose before the engine opens, since sessions are not rebuilt
 * @param sliceSteps denoising steps between two calls of the listener; the adapter is merged once a slice
 * @param memoryLimit most device memory that a network may take, in bytes; 0 for no limit. With a limit, text encoders and
 *     VAE give theirs back after each run. Without meaning on the CPU
 * @param cuda settings of the CUDA provider
 * @param profile where each network writes ONNX Runtime's profile when it is closed: a path that its name is appended to
 */
public record EngineOptions(
        String device,
        Precision precision,
        int threads,
        Predicate<String> targets,
        int sliceSteps,
        long memoryLimit,
        CudaSettings cuda,
        Optional<Path> profile) {
    private static final String CPU = "cpu";
    private static final Pattern CUDA = Pattern.compile("cuda:(\\d{1,3})");
    private static final int CPU_SLICE_STEPS = 5;
    private static final int CUDA_SLICE_STEPS = 10;

    /** Throws {@link GenerationException} if something is out of range. */
    public EngineOptions {
        if (!device.equals(CPU) && !CUDA.matcher(device).matches()) {
            throw new GenerationException("device must be cpu or cuda:N, was " + device);
        }
        if (threads < 0 || sliceSteps < 1 || memoryLimit < 0) {
            throw new GenerationException("threads and memoryLimit must be 0 or more and sliceSteps 1 or more");
        }
    }

    /** All cores, fp32, the attention projections ({@code to_q}, {@code to_k}, {@code to_v}, {@code to_out.0}). */
    public static EngineOptions defaults() {
        return new EngineOptions(
                CPU,
                Precision.FP32,
                0,
                TargetLayer::isAttentionProjection,
                CPU_SLICE_STEPS,
                0,
                CudaSettings.defaults(),
                Optional.empty());
    }

    /** As {@link #defaults()}, on a CUDA device in fp16. */
    public static EngineOptions cuda(int index) {
        return defaults().withDevice("cuda:" + index);
    }

    /** For exactly these adapters: their layers and no others. */
    public static EngineOptions forAdapters(Collection<Adapter> adapters) {
        Set<String> modules = new HashSet<>();
        adapters.forEach(adapter -> modules.addAll(adapter.modules()));
        return defaults().withTargets(modules::contains);
    }

    /** On another device, with its usual precision and slices: fp32 on the CPU, fp16 on CUDA. */
    public EngineOptions withDevice(String other) {
        boolean cpu = other.equals(CPU);
        return new EngineOptions(
                other,
                cpu ? Precision.FP32 : Precision.FP16,
                threads,
                targets,
                cpu ? CPU_SLICE_STEPS : CUDA_SLICE_STEPS,
                memoryLimit,
                cuda,
                profile);
    }

    /** With another arithmetic. */
    public EngineOptions withPrecision(Precision other) {
        return new EngineOptions(device, other, threads, targets, sliceSteps, memoryLimit, cuda, profile);
    }

    /** With another number of threads for one operator. */
    public EngineOptions withThreads(int other) {
        return new EngineOptions(device, precision, other, targets, sliceSteps, memoryLimit, cuda, profile);
    }

    /** With other adaptable modules. */
    public EngineOptions withTargets(Predicate<String> others) {
        return new EngineOptions(device, precision, threads, others, sliceSteps, memoryLimit, cuda, profile);
    }

    /** With another number of steps between two calls of the listener. */
    public EngineOptions withSliceSteps(int other) {
        return new EngineOptions(device, precision, threads, targets, other, memoryLimit, cuda, profile);
    }

    /** With another limit of device memory for each network, in bytes; 0 for none. */
    public EngineOptions withMemoryLimit(long other) {
        return new EngineOptions(device, precision, threads, targets, sliceSteps, other, cuda, profile);
    }

    /** With other settings of the CUDA provider. */
    public EngineOptions withCuda(CudaSettings other) {
        return new EngineOptions(device, precision, threads, targets, sliceSteps, memoryLimit, other, profile);
    }

    /** With profiles written to files that start with this path. */
    public EngineOptions withProfile(Path prefix) {
        return new EngineOptions(
                device, precision, threads, targets, sliceSteps, memoryLimit, cuda, Optional.of(prefix));
    }

    /** The CUDA device's number; empty on the CPU. */
    OptionalInt cudaDevice() {
        Matcher matcher = CUDA.matcher(device);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }
}
