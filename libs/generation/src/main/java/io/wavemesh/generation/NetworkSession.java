package io.wavemesh.generation;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One network, loaded: a session that is made once and runs until it is closed. */
final class NetworkSession implements AutoCloseable {
    private static final String SHRINK = "memory.enable_memory_arena_shrinkage";

    private final String name;
    private final OrtSession session;
    private final Optional<String> shrinking;
    private final Set<String> inputs;

    /**
     * Wraps a session.
     *
     * @param shrinking the memory arena, as {@code gpu:0}, that gives what is free back to the device after each run
     */
    NetworkSession(String name, OrtSession session, Optional<String> shrinking) {
        this.name = name;
        this.session = session;
        this.shrinking = shrinking;
        this.inputs = session.getInputNames();
    }

    /** Runs the network; the result is closed by the caller. Names are compared first: the runtime does not. */
    OrtSession.Result run(Tensors given) {
        Set<String> names = given.byName().keySet();
        if (!inputs.equals(names)) {
            Set<String> missing = new TreeSet<>(inputs);
            missing.removeAll(names);
            Set<String> unknown = new TreeSet<>(names);
            unknown.removeAll(inputs);
            throw new IllegalStateException(
                    "the %s lacks the inputs %s and does not know %s".formatted(name, missing, unknown));
        }
        try (OrtSession.RunOptions settings = new OrtSession.RunOptions()) {
            if (shrinking.isPresent()) {
                settings.addRunConfigEntry(SHRINK, shrinking.get());
            }
            return session.run(given.byName(), settings);
        } catch (OrtException e) {
            throw EngineFailureException.of("the " + name + " failed", e);
        }
    }

    static OnnxTensor tensor(OrtSession.Result result, String output) {
        return (OnnxTensor) result.get(output).orElseThrow();
    }

    static float[] floats(OrtSession.Result result, String output) {
        return floats(tensor(result, output));
    }

    /** Values of the output at this place in the graph's order. */
    static float[] floats(OrtSession.Result result, int output) {
        return floats((OnnxTensor) result.get(output));
    }

    private static float[] floats(OnnxTensor tensor) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new EngineFailureException("cannot close the " + name, e);
        }
    }
}
