package io.wavemesh.sdxl.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.sdxl.network.NetworkConfigException;
import io.wavemesh.sdxl.scheduler.Scheduler;
import io.wavemesh.sdxl.tokenizer.PromptTokenizer;
import io.wavemesh.testkit.fuzz.ByteDamage;
import io.wavemesh.testkit.fuzz.FuzzReport;
import io.wavemesh.testkit.fuzz.FuzzRun;
import io.wavemesh.testkit.fuzz.JsonDamage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model folder with one damaged JSON file: it is read, or refused in one line that names the file or its folder. */
class ModelFolderFuzzTest {
    private static final List<String> FILES = List.of(
            "model_index.json",
            "wavemesh.json",
            "unet/config.json",
            "vae/config.json",
            "text_encoder/config.json",
            "text_encoder_2/config.json",
            "scheduler/scheduler_config.json",
            "tokenizer/tokenizer_config.json",
            "tokenizer/special_tokens_map.json",
            "tokenizer/vocab.json",
            "tokenizer_2/tokenizer_config.json",
            "tokenizer_2/special_tokens_map.json");
    private static final String DEFAULTS =
            "{\"generation\": {\"steps\": 30, \"guidance\": 5.0, \"scheduler\": \"euler\"}}";

    @TempDir
    private Path folder;

    private ModelCopy copy;

    @BeforeEach
    void copy() throws IOException {
        copy = new ModelCopy(folder.resolve("model"));
        copy.write("wavemesh.json", DEFAULTS);
    }

    @Test
    void damagedJsonFilesAreReadOrRefused() {
        FuzzReport report = FuzzRun.of("model-folder", 41)
                .refusedBy(ModelFolderException.class)
                .refusedBy(NetworkConfigException.class)
                .within(Duration.ofSeconds(20))
                .allocating(256 << 20)
                .run(1000, this::damaged, this::read);

        assertThat(report.refused()).isGreaterThan(300);
        assertThat(report.read()).isGreaterThan(50);
    }

    /** The number of the file, then its content. */
    private byte[] damaged(SplittableRandom random) {
        int file = random.nextInt(FILES.size());
        byte[] text = JsonDamage.of(good(file), random).getBytes(StandardCharsets.UTF_8);
        byte[] content = random.nextInt(8) == 0 ? ByteDamage.of(text, random) : text;
        byte[] input = new byte[content.length + 1];
        input[0] = (byte) file;
        System.arraycopy(content, 0, input, 1, content.length);
        return input;
    }

    private String good(int file) {
        try {
            return Files.readString(copy.file(FILES.get(file)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void read(byte[] input) throws IOException {
        String good = good(input[0]);
        String name = FILES.get(input[0]);
        Files.write(copy.file(name), Arrays.copyOfRange(input, 1, input.length));
        try {
            readAll();
        } catch (ModelFolderException | NetworkConfigException e) {
            assertThat(e.getMessage()).contains(name.contains("/") ? name.substring(0, name.indexOf('/')) : name);
            throw e;
        } finally {
            copy.write(name, good);
        }
    }

    /** All that the engines read. */
    private void readAll() {
        try (ModelFolder model = ModelFolder.open(copy.root())) {
            for (Component component : Component.values()) {
                model.weights(component);
            }
            model.forceZerosForEmptyPrompt();
            Defaults generation = model.defaults().group("generation");
            generation.integer("steps");
            generation.number("guidance");
            generation.text("scheduler");
            Scheduler scheduler = model.scheduler();
            scheduler.table(model.schedulerKind(), 4, Optional.empty());
            try (PromptTokenizer tokenizer = PromptTokenizer.of(model)) {
                tokenizer.encode("a zjw dog");
            }
        }
    }
}
