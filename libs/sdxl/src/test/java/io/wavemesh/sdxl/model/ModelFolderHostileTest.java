package io.wavemesh.sdxl.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wavemesh.sdxl.network.NetworkConfigException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Model folders that something is wrong with: one line that names the place, nothing else. */
class ModelFolderHostileTest {
    private static final String UNET = "unet/diffusion_pytorch_model.safetensors";
    private static final String INDEX = "unet/diffusion_pytorch_model.safetensors.index.json";

    @TempDir
    private Path folder;

    private ModelCopy copy;

    @BeforeEach
    void copy() {
        copy = new ModelCopy(folder.resolve("model"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"model_index.json", "unet/config.json", "vae/config.json", "scheduler/scheduler_config.json"})
    void namesAMissingFile(String name) throws IOException {
        copy.delete(name);

        assertRefused(copy.file(name) + ": missing");
    }

    @ParameterizedTest
    @CsvSource({
        "model_index.json,[],must hold a JSON object",
        "model_index.json,{},is not a StableDiffusionXL pipeline",
        "unet/config.json,{,not valid JSON",
        "vae/config.json,'',not valid JSON",
        "wavemesh.json,nonsense,not valid JSON"
    })
    void namesABrokenFile(String name, String text, String problem) throws IOException {
        copy.write(name, text);

        assertRefused(copy.file(name) + ": " + problem);
    }

    @Test
    void comparesFilesWithTheirChecksums() throws IOException {
        String good = HexFormat.of().formatHex(sha256(Files.readAllBytes(copy.file(UNET))));
        copy.write(Checksums.FILE, good + "  " + UNET + "\n");
        ModelFolder.open(copy.root()).close();

        copy.write(Checksums.FILE, "0".repeat(64) + "  " + UNET + "\n");
        assertRefused(copy.file(UNET) + ": has the SHA-256 " + good + ", not that of SHA256SUMS");

        copy.write(Checksums.FILE, good + "  unet/other.safetensors\n");
        assertRefused(copy.file("unet/other.safetensors") + ": missing, but listed in SHA256SUMS");

        copy.write(Checksums.FILE, good + "  ../secret\n");
        assertRefused(copy.file(Checksums.FILE) + ": names a file outside the folder: ../secret");

        copy.write(Checksums.FILE, "nonsense\n");
        assertRefused(copy.file(Checksums.FILE) + ": line 1 is not a hash and a path");
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesDeeplyNestedAndHugeJson() throws IOException {
        copy.write("unet/config.json", "[".repeat(100_000));
        assertRefused("not valid JSON");
        try (RandomAccessFile file =
                new RandomAccessFile(copy.file("unet/config.json").toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        assertRefused("larger than");
    }

    @Test
    void refusesAnotherPipeline() throws IOException {
        copy.write("model_index.json", "{\"_class_name\": \"FluxPipeline\"}");

        assertRefused("is not a StableDiffusionXL pipeline");
    }

    @Test
    void refusesFoldersThatAreNone() throws IOException {
        Files.writeString(folder.resolve("file"), "");

        assertMessage(() -> ModelFolder.open(folder.resolve("nowhere")), "nowhere: no such folder");
        assertMessage(() -> ModelFolder.open(folder.resolve("file")), "file: is not a folder");
    }

    @Test
    void namesAComponentWithoutWeights() throws IOException {
        copy.delete(UNET);

        assertRefused(copy.file("unet") + ": has no .safetensors weights");
    }

    @Test
    void asksWhichOfSeveralVariants() throws IOException {
        Files.copy(copy.file(UNET), copy.file("unet/diffusion_pytorch_model.bf16.safetensors"));
        copy.move(UNET, "unet/diffusion_pytorch_model.fp16.safetensors");

        assertRefused("has the variants [bf16, fp16]: name one");
    }

    @Test
    void refusesAVariantThatNoComponentHas() {
        assertMessage(() -> ModelFolder.open(copy.root(), Optional.of("fp8")), "has no weights of the variant fp8");
    }

    @Test
    void namesAWeightsFileThatIsCutOff() throws IOException {
        byte[] bytes = Files.readAllBytes(copy.file(UNET));
        Files.delete(copy.file(UNET));
        Files.write(copy.file(UNET), Arrays.copyOf(bytes, bytes.length / 2));

        assertWeightsRefused(copy.file(UNET) + ": unusable weights");
    }

    @Test
    void namesADanglingLink() throws IOException {
        copy.delete(UNET);
        Files.createSymbolicLink(copy.file(UNET), folder.resolve("blobs/gone"));

        assertWeightsRefused(copy.file(UNET) + ": missing");
    }

    @Test
    void namesAWeightThatTheConfigurationAsksForInVain() {
        copy.rewrite(UNET, UNET, name -> !name.equals("mid_block.resnets.0.conv1.bias"), name -> name);

        assertWeightsRefused(copy.file("unet") + ": its weights lack the tensor mid_block.resnets.0.conv1.bias");
    }

    @ParameterizedTest
    @CsvSource({
        "\"in_channels\": 4,\"in_channels\": 5,'conv_in.weight has the shape [16, 4, 3, 3], config.json asks for [16, 5, 3, 3]'",
        "\"cross_attention_dim\": 75,\"cross_attention_dim\": 74,'config.json asks for [32, 74]'"
    })
    void namesAWeightOfAnotherShape(String from, String to, String problem) throws IOException {
        String config = Files.readString(copy.file("unet/config.json"));
        copy.write("unet/config.json", config.replace(from, to));

        assertWeightsRefused(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"layers_per_block\": 2|\"layers_per_block\": 1000000|layers_per_block must be at most 64, is 1000000",
                "\"norm_num_groups\": 8|\"norm_num_groups\": 7|block_out_channels 16 must be a multiple of norm_num_groups 7",
                "\"in_channels\": 4|\"in_channels\": \"four\"|in_channels must be a whole number",
                "\"act_fn\": \"silu\"|\"act_fn\": \"mish\"|act_fn = mish is not supported"
            })
    void namesAConfigurationThatNoNetworkHas(String from, String to, String problem) throws IOException {
        String config = Files.readString(copy.file("unet/config.json"));
        copy.write("unet/config.json", config.replace(from, to));

        try (ModelFolder model = ModelFolder.open(copy.root())) {
            assertThatExceptionOfType(NetworkConfigException.class)
                    .isThrownBy(() -> model.weights(Component.UNET))
                    .withMessageContaining(copy.file("unet/config.json").toString())
                    .withMessageContaining(problem);
        }
    }

    @Test
    void namesAMissingTensor() {
        try (ModelFolder model = ModelFolder.open(copy.root())) {
            assertMessage(
                    () -> model.weights(Component.UNET).floats("conv_in.wait"),
                    copy.file("unet") + ": its weights lack the tensor conv_in.wait");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|has no weight_map",
                "{\"weight_map\": {}}|lists no tensors",
                "{\"weight_map\": {\"conv_in.weight\": 7}}|names a shard that is not a .safetensors file beside it",
                "{\"weight_map\": {\"conv_in.weight\": \"../vae/diffusion_pytorch_model.safetensors\"}}|beside it",
                "{\"weight_map\": {\"conv_in.weight\": \"/etc/passwd\"}}|beside it",
                "{\"weight_map\": {\"conv_in.weight\": \"gone.safetensors\"}}|gone.safetensors: missing",
                "{\"weight_map\": {\"conv_in.wait\": \"part.safetensors\"}}|lacks the tensor conv_in.wait"
            })
    void namesABrokenIndexOfShards(String index, String problem) throws IOException {
        copy.move(UNET, "unet/part.safetensors").write(INDEX, index);

        assertWeightsRefused(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../elsewhere", "", "abcdef", "0123abcd/.."})
    void refusesACacheThatPointsNowhere(String ref) throws IOException {
        Path cache = folder.resolve("models--someone--tiny");
        new ModelCopy(cache.resolve("snapshots/0123abcd"));
        Files.createDirectories(cache.resolve("refs"));
        Files.writeString(cache.resolve("refs/main"), ref);

        assertMessage(() -> ModelFolder.open(cache), "refs/main: names no snapshot of this cache");
    }

    @Test
    void asksWhichOfSeveralSnapshots() throws IOException {
        Path cache = folder.resolve("models--someone--tiny");
        Files.createDirectories(cache.resolve("snapshots/0123abcd"));
        Files.createDirectories(cache.resolve("snapshots/4567abcd"));

        assertMessage(() -> ModelFolder.open(cache), "holds 2 snapshots: name one of them");
    }

    private void assertRefused(String message) {
        assertMessage(() -> ModelFolder.open(copy.root()), message);
    }

    private void assertWeightsRefused(String message) {
        try (ModelFolder model = ModelFolder.open(copy.root())) {
            assertMessage(() -> model.weights(Component.UNET), message);
        }
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatExceptionOfType(ModelFolderException.class)
                .isThrownBy(call)
                .withMessageContaining(message)
                .withMessageNotContaining("\n")
                .satisfies(e -> assertThat(e.getMessage()).startsWith(e.path().toString()));
    }
}
