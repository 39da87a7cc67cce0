package io.wavemesh.local.command;

import io.wavemesh.generation.EngineOptions;
import io.wavemesh.sdxl.onnx.Precision;
import io.wavemesh.training.TrainingEngineOptions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What a command computes on. */
final class DeviceOption {
    private static final String CPU = "cpu";
    private static final Pattern CUDA = Pattern.compile("cuda:(\\d{1,3})");

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "cpu, or cuda:N for the N-th NVIDIA GPU (docs/gpu.md tells what that needs). Default: cpu.")
    private String device = CPU;

    /** Refuses what is no name of a device. */
    void check(VerboseCommand command) {
        if (!isCpu() && !CUDA.matcher(device).matches()) {
            throw command.refusal("--device must be cpu or cuda:N, was '" + device + "'");
        }
    }

    /** The device's name, as services and engines take it. */
    String name() {
        return device;
    }

    /** Whether no GPU is asked for. */
    boolean isCpu() {
        return device.equals(CPU);
    }

    /** For drawing, with the device's usual precision. */
    EngineOptions drawing(EngineOptions options) {
        return options.withDevice(device);
    }

    /** For comparing with other implementations, in strict fp32. */
    EngineOptions comparing(EngineOptions options) {
        return options.withDevice(device).withPrecision(Precision.FP32);
    }

    /** For training, with the device's usual precision. */
    TrainingEngineOptions training() {
        Matcher cuda = CUDA.matcher(device);
        return cuda.matches()
                ? TrainingEngineOptions.cuda(Integer.parseInt(cuda.group(1)))
                : TrainingEngineOptions.cpu();
    }

    /** For comparing with other implementations, in strict fp32. */
    TrainingEngineOptions comparing() {
        return training().withPrecision(TrainingEngineOptions.Precision.FLOAT32);
    }
}
