package io.wavemesh.training;

import io.wavemesh.waveft.safetensors.SafetensorsException;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import java.nio.file.Path;

/**
 * A training between two steps: trained numbers, AdamW's moments, the number of steps done. Everything random in a step follows
 * from the plan's seed and the step's number, so a training that goes on from here ends with the same numbers, to the bit, as
 * one that was never interrupted.
 *
 * @param job identifies plan, pictures and base model: a checkpoint serves no other
 */
public record Checkpoint(String job, OptimizerState state) {

    private static final String FORMAT = "wavemesh-checkpoint-1";

    /** Steps that were done. */
    public int stepsDone() {
        return state.steps();
    }

    /** The file's bytes (safetensors). */
    public byte[] toBytes() {
        long[] shape = {state.coefficients().length};
        return new SafetensorsWriter()
                .metadata("format", FORMAT)
                .metadata("job", job)
                .metadata("steps", Integer.toString(state.steps()))
                .add("coefficients", shape, state.coefficients())
                .add("m", shape, state.m())
                .add("v", shape, state.v())
                .toBytes();
    }

    /**
     * Reads a file that {@link #toBytes} made.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Checkpoint read(Path file) {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            if (!FORMAT.equals(tensors.metadata().get("format"))) {
                throw new SafetensorsException(file + ": is not a checkpoint of this version");
            }
            OptimizerState state = new OptimizerState(
                    tensors.floats("coefficients"),
                    tensors.floats("m"),
                    tensors.floats("v"),
                    Integer.parseInt(tensors.metadata().getOrDefault("steps", "")));
            if (state.m().length != state.coefficients().length || state.v().length != state.m().length) {
                throw new SafetensorsException(file + ": moments and numbers differ in length");
            }
            return new Checkpoint(tensors.metadata().getOrDefault("job", ""), state);
        } catch (NumberFormatException e) {
            throw new SafetensorsException(file + ": names no number of steps", e);
        }
    }
}
