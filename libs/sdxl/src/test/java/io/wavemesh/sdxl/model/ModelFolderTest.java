package io.wavemesh.sdxl.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wavemesh.testkit.Golden;
import io.wavemesh.waveft.safetensors.TensorEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model folders in good order. */
class ModelFolderTest {
    private static final String UNET = "unet/diffusion_pytorch_model.safetensors";
    private static final String TEXT = "text_encoder/model.safetensors";

    @TempDir
    private Path folder;

    @Test
    void readsConfigurations() {
        try (ModelFolder model = ModelFolder.open(Golden.tinyModel())) {
            assertThat(model.unetConfig().channels()).containsExactly(16, 32, 48);
            assertThat(model.vaeConfig().factor()).isEqualTo(8);
            assertThat(model.textConfig(Component.TEXT_ENCODER).projectionWidth())
                    .isZero();
            assertThat(model.textConfig(Component.TEXT_ENCODER_2).projectionWidth())
                    .isEqualTo(40);
            assertThat(model.schedulerConfig()).containsEntry("_class_name", "EulerDiscreteScheduler");
            assertThat(model.forceZerosForEmptyPrompt()).isTrue();
            assertThat(model.defaults().group("training").integer("steps")).isEmpty();
        }
    }

    @Test
    void mapsWeights() {
        try (ModelFolder model = ModelFolder.open(Golden.tinyModel())) {
            Weights weights = model.weights(Component.UNET);

            TensorEntry entry = weights.entry("conv_in.weight");
            ByteBuffer mapped = weights.map("conv_in.weight");
            float[] values = weights.floats("conv_in.weight");

            assertThat(weights.variant()).isEmpty();
            assertThat(weights.names()).hasSize(620);
            assertThat(entry.shape()).containsExactly(16, 4, 3, 3);
            assertThat(entry.byteCount()).isEqualTo(mapped.remaining());
            assertThat(mapped.isReadOnly()).isTrue();
            assertThat(mapped.getFloat(0)).isEqualTo(values[0]);
            assertThat(model.weights(Component.UNET)).isSameAs(weights);
        }
    }

    @Test
    void readsTheModelsOwnDefaults() throws IOException {
        Path root = new ModelCopy(folder)
                .write(
                        "wavemesh.json",
                        "{\"resolution\": 128, \"training\": {\"learningRate\": 1e-4, \"method\": \"waveft\", \"on\": true}}")
                .root();

        try (ModelFolder model = ModelFolder.open(root)) {
            assertThat(model.defaults().integer("resolution")).hasValue(128);
            assertThat(model.defaults().group("training").number("learningRate"))
                    .hasValue(1e-4);
            assertThat(model.defaults().group("training").text("method")).hasValue("waveft");
            assertThat(model.defaults().group("training").flag("on")).hasValue(true);
            assertThat(model.defaults().group("generation").text("scheduler")).isEmpty();
            assertThatExceptionOfType(ModelFolderException.class)
                    .isThrownBy(() -> model.defaults().group("training").integer("learningRate"))
                    .withMessage(root.resolve("wavemesh.json")
                            + ": training.learningRate must be a whole number, was 1.0E-4");
            assertThatExceptionOfType(ModelFolderException.class)
                    .isThrownBy(() -> model.defaults().group("resolution"))
                    .withMessageContaining("resolution must be an object");
        }
    }

    @Test
    void prefersTheAskedVariantAndElseThePlainFiles() throws IOException {
        ModelCopy copy = new ModelCopy(folder)
                .rewrite(UNET, "unet/diffusion_pytorch_model.fp16.safetensors", name -> true, name -> name);

        try (ModelFolder plain = ModelFolder.open(copy.root());
                ModelFolder half = ModelFolder.open(copy.root(), Optional.of("fp16"))) {
            assertThat(plain.weights(Component.UNET).variant()).isEmpty();
            assertThat(half.weights(Component.UNET).variant()).isEqualTo("fp16");
            assertThat(half.weights(Component.UNET).file("conv_in.weight").toString())
                    .endsWith(".fp16.safetensors");
            assertThat(half.weights(Component.VAE).variant()).isEmpty();
        }
    }

    @Test
    void fallsBackToTheOnlyVariantThereIs() throws IOException {
        ModelCopy copy = new ModelCopy(folder).move(UNET, "unet/diffusion_pytorch_model.fp16.safetensors");

        try (ModelFolder model = ModelFolder.open(copy.root())) {
            assertThat(model.weights(Component.UNET).variant()).isEqualTo("fp16");
            assertThat(model.weights(Component.UNET).contains("conv_in.weight")).isTrue();
        }
    }

    @Test
    void joinsShards() throws IOException {
        ModelCopy copy = sharded();

        try (ModelFolder model = ModelFolder.open(copy.root());
                ModelFolder whole = ModelFolder.open(Golden.tinyModel())) {
            Weights weights = model.weights(Component.UNET);
            assertThat(weights.files()).hasSize(2);
            assertThat(weights.names()).hasSize(620);
            assertThat(weights.file("conv_in.weight")).isNotEqualTo(weights.file("up_blocks.0.resnets.0.conv1.weight"));
            for (String name : whole.weights(Component.UNET).names()) {
                assertThat(weights.floats(name))
                        .isEqualTo(whole.weights(Component.UNET).floats(name));
            }
        }
    }

    @Test
    void readsShardsOfAVariant() throws IOException {
        ModelCopy copy = sharded()
                .move(
                        "unet/diffusion_pytorch_model.safetensors.index.json",
                        "unet/diffusion_pytorch_model.safetensors.index.fp16.json");

        try (ModelFolder model = ModelFolder.open(copy.root(), Optional.of("fp16"))) {
            assertThat(model.weights(Component.UNET).variant()).isEqualTo("fp16");
            assertThat(model.weights(Component.UNET).files()).hasSize(2);
        }
    }

    /** The tiny model with the UNet in two files and an index. */
    private ModelCopy sharded() throws IOException {
        ModelCopy copy = new ModelCopy(folder);
        StringBuilder map = new StringBuilder();
        try (ModelFolder whole = ModelFolder.open(Golden.tinyModel())) {
            for (String name : whole.weights(Component.UNET).names()) {
                map.append(map.isEmpty() ? "" : ",")
                        .append("\"%s\":\"%s\"".formatted(name, shard(name.startsWith("up_") ? 2 : 1)));
            }
        }
        return copy.rewrite(UNET, "unet/" + shard(1), name -> !name.startsWith("up_"), name -> name)
                .rewrite(UNET, "unet/" + shard(2), name -> name.startsWith("up_"), name -> name)
                .delete(UNET)
                .write(
                        "unet/diffusion_pytorch_model.safetensors.index.json",
                        "{\"metadata\":{\"total_size\":1},\"weight_map\":{" + map + "}}");
    }

    private static String shard(int number) {
        return "diffusion_pytorch_model-0000" + number + "-of-00002.safetensors";
    }

    @Test
    void textEncodersHaveOneNamingWithOrWithoutPrefix() throws IOException {
        ModelCopy copy = new ModelCopy(folder)
                .rewrite(TEXT, TEXT, name -> true, name -> name.replace("text_model.", ""))
                .rewrite(
                        "text_encoder_2/model.safetensors",
                        "text_encoder_2/model.safetensors",
                        name -> true,
                        name -> name.replace("text_model.", ""));

        try (ModelFolder model = ModelFolder.open(copy.root());
                ModelFolder original = ModelFolder.open(Golden.tinyModel())) {
            for (Component encoder : new Component[] {Component.TEXT_ENCODER, Component.TEXT_ENCODER_2}) {
                assertThat(model.weights(encoder).names())
                        .containsExactlyInAnyOrderElementsOf(
                                original.weights(encoder).names());
            }
            String name = "text_model.final_layer_norm.weight";
            assertThat(model.weights(Component.TEXT_ENCODER).entry(name).name()).isEqualTo(name);
            assertThat(model.weights(Component.TEXT_ENCODER_2).contains("text_projection.weight"))
                    .isTrue();
        }
    }

    @Test
    void positionIdsAreLeftOut() throws IOException {
        String ids = "text_model.embeddings.position_ids";
        // An encoder of one layer less, so that a tensor is left over to become the ids.
        String spare = "text_model.encoder.layers.2.mlp.fc1.bias";
        ModelCopy copy =
                new ModelCopy(folder).rewrite(TEXT, TEXT, name -> true, name -> name.equals(spare) ? ids : name);
        String config = Files.readString(copy.file("text_encoder/config.json"));
        copy.write("text_encoder/config.json", config.replace("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 2"));

        try (ModelFolder model = ModelFolder.open(copy.root())) {
            assertThat(model.weights(Component.TEXT_ENCODER).names())
                    .hasSize(51)
                    .doesNotContain(ids, spare);
        }
    }

    @Test
    void oldAutoencodersGetThePublishedNames() throws IOException {
        String vae = "vae/diffusion_pytorch_model.safetensors";
        ModelCopy copy = new ModelCopy(folder).rewrite(vae, vae, name -> true, name -> name.replace(".to_q.", ".query.")
                .replace(".to_k.", ".key.")
                .replace(".to_v.", ".value.")
                .replace(".to_out.0.", ".proj_attn."));

        try (ModelFolder model = ModelFolder.open(copy.root());
                ModelFolder original = ModelFolder.open(Golden.tinyModel())) {
            assertThat(model.weights(Component.VAE).names())
                    .containsExactlyInAnyOrderElementsOf(
                            original.weights(Component.VAE).names());
        }
    }

    @Test
    void followsTheLinksOfAHuggingFaceCache() throws IOException {
        Path cache = folder.resolve("models--someone--tiny");
        Path snapshot = cache.resolve("snapshots/0123abcd");
        ModelCopy copy = new ModelCopy(snapshot);
        Files.createDirectories(cache.resolve("blobs"));
        for (String name : new String[] {UNET, TEXT, "model_index.json", "unet/config.json"}) {
            Path blob = cache.resolve("blobs").resolve(name.replace('/', '-'));
            Files.copy(copy.file(name), blob);
            Files.delete(copy.file(name));
            Files.createSymbolicLink(
                    copy.file(name), copy.file(name).getParent().relativize(blob));
        }

        try (ModelFolder onlySnapshot = ModelFolder.open(cache)) {
            assertThat(onlySnapshot.path()).isEqualTo(snapshot);
        }
        new ModelCopy(cache.resolve("snapshots/4567cdef"));
        Files.createDirectories(cache.resolve("refs"));
        Files.writeString(cache.resolve("refs/main"), "0123abcd\n");
        try (ModelFolder model = ModelFolder.open(cache)) {
            assertThat(model.path()).isEqualTo(snapshot);
            assertThat(model.weights(Component.UNET).file("conv_in.weight"))
                    .isEqualTo(cache.resolve("blobs/unet-diffusion_pytorch_model.safetensors")
                            .toRealPath());
        }
    }

    @Test
    void contentHashTellsModelsApartButNotPlaces() throws IOException {
        ModelCopy moved = new ModelCopy(folder.resolve("moved"));
        ModelCopy tuned = new ModelCopy(folder.resolve("tuned"));
        byte[] bytes = Files.readAllBytes(tuned.file(TEXT));
        bytes[bytes.length / 2] ^= 1;
        Files.delete(tuned.file(TEXT));
        Files.write(tuned.file(TEXT), bytes);

        try (ModelFolder original = ModelFolder.open(Golden.tinyModel());
                ModelFolder elsewhere = ModelFolder.open(moved.root());
                ModelFolder other = ModelFolder.open(tuned.root())) {
            assertThat(original.contentHash()).hasSize(64).isEqualTo(elsewhere.contentHash());
            assertThat(other.contentHash()).isNotEqualTo(original.contentHash());
        }
    }
}
