package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.testkit.Golden;
import io.wavemesh.testkit.Relative;
import io.wavemesh.waveft.json.Json;
import io.wavemesh.waveft.safetensors.DType;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import io.wavemesh.waveft.safetensors.TensorEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tiny model in the forms that people have models in: links, shards, 16 bits. */
class ModelFormsTest {
    private static final String UNET_FILE = "unet/diffusion_pytorch_model.safetensors";

    @TempDir
    private Path temporary;

    private Path model;

    @BeforeEach
    void copyModel() throws IOException {
        model = temporary.resolve("model");
        try (Stream<Path> files = Files.walk(Golden.tinyModel())) {
            for (Path file : files.toList()) {
                Path copy = model.resolve(Golden.tinyModel().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    @Test
    void readsWeightsThroughLinksOutOfTheFolder() throws IOException {
        Path blob = Files.createDirectories(temporary.resolve("blobs")).resolve("0a1b2c");
        Files.move(model.resolve(UNET_FILE), blob);
        Files.createSymbolicLink(model.resolve(UNET_FILE), Path.of("..", "..", "blobs", "0a1b2c"));

        Relative.assertClose(noise(), Golden.floats("unet.out"), 1e-4);
    }

    @Test
    void readsShardsInSeveralFolders() throws IOException {
        Path elsewhere = Files.createDirectories(temporary.resolve("blobs").resolve("elsewhere"));
        Map<String, String> index = new LinkedHashMap<>();
        SafetensorsWriter[] shards = {new SafetensorsWriter(), new SafetensorsWriter()};
        List<String> names = List.of("part-00001-of-00002.safetensors", "part-00002-of-00002.safetensors");
        try (SafetensorsFile whole = SafetensorsFile.open(model.resolve(UNET_FILE))) {
            for (TensorEntry entry : whole.tensors().values()) {
                int shard = index.size() % 2;
                shards[shard].add(entry.name(), entry.shape(), whole.floats(entry.name()));
                index.put(entry.name(), names.get(shard));
            }
        }
        Files.delete(model.resolve(UNET_FILE));
        shards[0].write(model.resolve("unet").resolve(names.get(0)));
        shards[1].write(elsewhere.resolve("second"));
        Files.createSymbolicLink(model.resolve("unet").resolve(names.get(1)), elsewhere.resolve("second"));
        Files.writeString(
                model.resolve(UNET_FILE + ".index.json"),
                Json.write(Map.of("weight_map", index, "metadata", Map.of())));

        Relative.assertClose(noise(), Golden.floats("unet.out"), 1e-4);
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F16", "BF16"})
    void computesInThirtyTwoBitsFromSixteenBitWeights(DType dtype) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        try (SafetensorsFile whole = SafetensorsFile.open(model.resolve(UNET_FILE))) {
            for (TensorEntry entry : whole.tensors().values()) {
                writer.add(entry.name(), dtype, entry.shape(), whole.floats(entry.name()));
            }
        }
        Files.delete(model.resolve(UNET_FILE));
        writer.write(model.resolve(UNET_FILE));

        Relative.assertClose(noise(), Golden.floats("unet.out"), dtype == DType.F16 ? 5e-3 : 4e-2);
    }

    @Test
    void namesTheTensorThatDoesNotFit() throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        try (SafetensorsFile whole = SafetensorsFile.open(model.resolve(UNET_FILE))) {
            for (TensorEntry entry : whole.tensors().values()) {
                boolean bad = entry.name().equals("conv_in.bias");
                writer.add(
                        entry.name(),
                        bad ? new long[] {3} : entry.shape(),
                        bad ? new float[3] : whole.floats(entry.name()));
            }
        }
        Files.delete(model.resolve(UNET_FILE));
        writer.write(model.resolve(UNET_FILE));

        assertThatThrownBy(this::noise)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("conv_in.bias has the shape [3], config.json asks for [16]");
    }

    @Test
    void leavesTheModelFolderAsItIs() throws IOException {
        Map<Path, Long> before = state();

        noise();

        assertThat(state()).isEqualTo(before);
    }

    private float[] noise() {
        try (ModelFolder folder = ModelFolder.open(model);
                GenerationEngine engine =
                        GenerationEngine.open(folder, EngineOptions.defaults().withTargets(module -> false))) {
            return engine.predictNoise(GoldenGenerationTest.unetInputs("unet"), List.of())
                    .values();
        }
    }

    private Map<Path, Long> state() throws IOException {
        Map<Path, Long> state = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(model)) {
            for (Path file : files.sorted().toList()) {
                state.put(file, Files.getLastModifiedTime(file).toMillis());
            }
        }
        return state;
    }
}
