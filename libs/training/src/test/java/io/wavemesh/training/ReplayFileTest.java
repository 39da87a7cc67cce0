package io.wavemesh.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.testkit.Golden;
import io.wavemesh.waveft.safetensors.SafetensorsException;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayFileTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"batch0.latents", "batch1.noise", "batch0.timestep", "text_embeds", "time_ids"})
    void missingKeyIsNamed(String key) {
        Path file = write(key, null);

        assertThatThrownBy(() -> ReplayFile.open(file))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining(file + ": " + key + " must be there");
    }

    @ParameterizedTest
    @CsvSource({
        "batch0.latents, 4, 4, 8, 8",
        "batch1.noise, 2, 4, 8, 9",
        "text_embeds, 1, 40, 1, 1",
        "time_ids, 2, 5, 1, 1",
        "encoder_hidden_states, 2, 77, 74, 1"
    })
    void wrongShapeIsNamed(String key, long a, long b, long c, long d) {
        long[] shape =
                key.startsWith("batch") ? new long[] {a, b, c, d} : c == 1 ? new long[] {a, b} : new long[] {a, b, c};
        Path file = write(key, shape);

        assertThatThrownBy(() -> {
                    try (ReplayFile replay = ReplayFile.open(file)) {
                        replay.checkAgainst(4, 75, 40, 1000);
                    }
                })
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"waveft", "shira", "lora"})
    void everyMethodLearnsFromScratch(String method) {
        Path file = write("", null);
        Map<String, Object> settings = new LinkedHashMap<>(Map.of("method", method, "learningRate", 3e-3));
        settings.putAll("lora".equals(method) ? Map.of("rank", 4, "alpha", 16) : Map.of("nFrequency", 100));
        List<TrainingStep> steps = new ArrayList<>();
        try (ModelFolder model = ModelFolder.open(Golden.tinyModel());
                TrainingEngine engine = TrainingEngine.open(model, TrainingEngineOptions.cpu());
                ReplayFile replay = ReplayFile.open(file)) {
            engine.replay(replay, TrainingPlan.resolve(settings, model), TrainingStart.SCRATCH, steps::add)
                    .orThrow();
        }

        assertThat(steps).hasSize(2 * REPEATS);
        assertThat(steps.get(2 * REPEATS - 1).loss())
                .isLessThan(0.8 * steps.get(1).loss());
    }

    @Test
    void countsTheBatches() {
        try (ReplayFile replay = ReplayFile.open(write("", null))) {
            assertThat(replay.batches()).isEqualTo(2 * REPEATS);
        }
    }

    private static final int REPEATS = 20;

    /** A good file of two alternating batches, but for one key, which is left out or has another shape. */
    private Path write(String changed, long[] shape) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (int i = 0; i < 2 * REPEATS; i++) {
            shapes.put("batch" + i + ".latents", new long[] {2, 4, 8, 8});
            shapes.put("batch" + i + ".noise", new long[] {2, 4, 8, 8});
        }
        shapes.put("encoder_hidden_states", new long[] {2, 77, 75});
        shapes.put("text_embeds", new long[] {2, 40});
        shapes.put("time_ids", new long[] {2, 6});
        if (shape != null) {
            shapes.put(changed, shape);
        } else {
            shapes.remove(changed);
        }
        SafetensorsWriter writer = new SafetensorsWriter();
        shapes.forEach((name, each) -> writer.add(name, each, numbers(name, each)));
        for (int i = 0; i < 2 * REPEATS; i++) {
            String name = "batch" + i + ".timestep";
            if (!name.equals(changed)) {
                writer.add(name, new long[] {2}, new long[] {300 + 400 * (i % 2), 500});
            }
        }
        Path file = folder.resolve("replay.safetensors");
        writer.write(file);
        return file;
    }

    private static float[] numbers(String name, long[] shape) {
        // Batches of equal parity repeat each other.
        String stem = name.startsWith("batch")
                ? name.charAt(name.indexOf('.') - 1) % 2 + name.substring(name.indexOf('.'))
                : name;
        SeededRandom random = new SeededRandom(stem.hashCode());
        int size = 1;
        for (long extent : shape) {
            size *= (int) extent;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (random.uniform() + random.uniform() + random.uniform() - 1.5) * 2;
        }
        return values;
    }
}
