package io.wavemesh.training;

import io.wavemesh.waveft.safetensors.DType;
import io.wavemesh.waveft.safetensors.SafetensorsException;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import io.wavemesh.waveft.safetensors.TensorEntry;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Recorded batches, to compare trainers: {@code batch{i}.latents} and {@code .noise} [B, C, h, w], {@code .timestep} [B] of int64,
 * for i = 0, 1, …; {@code encoder_hidden_states} [B, 77, width], {@code text_embeds} [B, P], {@code time_ids} [B, 6]. The latents
 * are scaled and clean. The file is checked when it is opened, and mapped.
 */
public final class ReplayFile implements AutoCloseable {

    private final SafetensorsFile file;
    private final int batches;

    private ReplayFile(SafetensorsFile file) {
        this.file = file;
        int count = 0;
        while (file.tensors().containsKey("batch" + count + ".latents")) {
            count++;
        }
        this.batches = count;
    }

    /**
     * Opens a file.
     *
     * @throws IllegalArgumentException with a one-line message that names the file and the key at fault
     */
    public static ReplayFile open(Path path) {
        SafetensorsFile file = SafetensorsFile.open(path);
        try {
            ReplayFile replay = new ReplayFile(file);
            replay.check();
            return replay;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void check() {
        if (batches == 0) {
            throw wrong("batch0.latents", "be there");
        }
        long rows = shape("encoder_hidden_states", 3)[0];
        sized("text_embeds", 2, rows);
        if (sized("time_ids", 2, rows)[1] != 6) {
            throw wrong("time_ids", "have the shape [" + rows + ", 6]");
        }
        for (int i = 0; i < batches; i++) {
            long[] latents = sized("batch" + i + ".latents", 4, rows);
            if (!Arrays.equals(sized("batch" + i + ".noise", 4, rows), latents)) {
                throw wrong("batch" + i + ".noise", "have the shape of batch" + i + ".latents");
            }
            String timestep = "batch" + i + ".timestep";
            sized(timestep, 1, rows);
            if (file.entry(timestep).dtype() != DType.I64) {
                throw wrong(timestep, "be of type I64");
            }
        }
    }

    /** Checks what only the model can tell. */
    void checkAgainst(int channels, int contextWidth, int pooledWidth, int timesteps) {
        if (shape("encoder_hidden_states", 3)[2] != contextWidth) {
            throw wrong("encoder_hidden_states", "have the model's width " + contextWidth + " on its last axis");
        }
        if (shape("text_embeds", 2)[1] != pooledWidth) {
            throw wrong("text_embeds", "have the model's width " + pooledWidth + " on its last axis");
        }
        for (int i = 0; i < batches; i++) {
            if (shape("batch" + i + ".latents", 4)[1] != channels) {
                throw wrong("batch" + i + ".latents", "have the model's " + channels + " channels on axis 1");
            }
            for (long timestep : file.longs("batch" + i + ".timestep")) {
                if (timestep < 0 || timestep >= timesteps) {
                    throw wrong("batch" + i + ".timestep", "lie in 0.." + (timesteps - 1));
                }
            }
        }
    }

    /** Number of batches. */
    public int batches() {
        return batches;
    }

    ReplayBatch batch(int i) {
        return new ReplayBatch(
                tensor("batch" + i + ".latents"),
                tensor("batch" + i + ".noise"),
                file.longs("batch" + i + ".timestep"));
    }

    Conditions conditions() {
        return new Conditions(tensor("encoder_hidden_states"), tensor("text_embeds"), tensor("time_ids"));
    }

    private FloatTensor tensor(String name) {
        return new FloatTensor(file.floats(name), file.entry(name).shape());
    }

    private long[] sized(String name, int axes, long rows) {
        long[] shape = shape(name, axes);
        if (shape[0] != rows) {
            throw wrong(name, "have " + rows + " on axis 0, as encoder_hidden_states has");
        }
        return shape;
    }

    private long[] shape(String name, int axes) {
        TensorEntry entry = file.tensors().get(name);
        if (entry == null) {
            throw wrong(name, "be there");
        }
        long[] shape = entry.shape();
        if (shape.length != axes || Arrays.stream(shape).anyMatch(extent -> extent < 1)) {
            throw wrong(name, "have " + axes + " axes, none empty");
        }
        if (!name.endsWith(".timestep") && !entry.dtype().isFloating()) {
            throw wrong(name, "hold floating-point numbers");
        }
        return shape;
    }

    private SafetensorsException wrong(String name, String expected) {
        return new SafetensorsException(file.path() + ": " + name + " must " + expected);
    }

    @Override
    public void close() {
        file.close();
    }
}
