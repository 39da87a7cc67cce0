package io.wavemesh.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of small services on nothing, so that neither a registry nor a packaged service is needed. */
class BuildImagesTest {
    @TempDir
    private Path root;

    @Test
    void writesTheSameBytesWhateverFilesAreOlder() throws Exception {
        PackagedService.in(root, Service.INFERENCE);
        ImageSettings settings = PackagedService.settings(root, Form.CPU, Service.INFERENCE, Optional.empty());

        String first = new BuildImages(settings, root.resolve("w1")).service(Service.INFERENCE, root.resolve("1.tar"));
        for (Path file : Folders.files(Service.INFERENCE.module(root))) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(1_000_000)));
        }
        String second = new BuildImages(settings, root.resolve("w2")).service(Service.INFERENCE, root.resolve("2.tar"));

        assertThat(second).isEqualTo(first);
        assertThat(root.resolve("2.tar")).hasSameBinaryContentAs(root.resolve("1.tar"));
        try (OciArchive archive = new OciArchive(root.resolve("1.tar"))) {
            assertThat(archive.digest()).isEqualTo(first);
            archive.checkDigests();
        }
    }

    @Test
    void laysWhatChangesRarelyBelow() throws Exception {
        PackagedService.in(root, Service.INFERENCE);
        ImageSettings settings = PackagedService.settings(root, Form.CPU, Service.INFERENCE, Optional.empty());
        new BuildImages(settings, root.resolve("work")).service(Service.INFERENCE, root.resolve("image.tar"));

        try (OciArchive archive = new OciArchive(root.resolve("image.tar"))) {
            assertThat(archive.ownLayers())
                    .containsOnlyKeys("native libraries", "libraries", "own libraries", "service");
            assertThat(files(archive, "native libraries"))
                    .containsExactly("opt/wavemesh/native/onnxruntime/libonnxruntime.so");
            assertThat(files(archive, "libraries"))
                    .containsExactlyInAnyOrder(
                            "opt/wavemesh/app/lib/boot/org.example.boot-1.jar",
                            "opt/wavemesh/app/lib/main/com.microsoft.onnxruntime.onnxruntime-1.jar");
            assertThat(files(archive, "own libraries"))
                    .containsExactly("opt/wavemesh/app/lib/main/io.wavemesh.wavemesh-store-1.jar");
            assertThat(files(archive, "service"))
                    .containsExactlyInAnyOrder(
                            "opt/wavemesh/app/app/inference-service-1.jar",
                            "opt/wavemesh/app/quarkus-run.jar",
                            "opt/wavemesh/app/quarkus/generated-bytecode.jar");
        }
    }

    @Test
    void anImageForCudaTakesLibtorchFromItsFolderAndNamesTheDriversParts() throws Exception {
        PackagedService.in(root, Service.TRAINER);
        PackagedService.jar(
                Service.TRAINER
                        .module(root)
                        .resolve("target/quarkus-app/lib/main/ai.djl.pytorch.pytorch-native-cpu-1.jar"),
                "pytorch/cpu/linux-x86_64/libtorch_cpu.so");
        Path libtorch = Files.createDirectories(root.resolve("libtorch"));
        Files.writeString(libtorch.resolve("libtorch_cuda.so"), "cuda");
        ImageSettings settings = PackagedService.settings(root, Form.CUDA, Service.TRAINER, Optional.of(libtorch));
        new BuildImages(settings, root.resolve("work")).service(Service.TRAINER, root.resolve("image.tar"));

        assertThat(settings.reference(Service.TRAINER)).isEqualTo("registry.example/art/trainer:1.0-cuda");
        try (OciArchive archive = new OciArchive(root.resolve("image.tar"))) {
            assertThat(files(archive, "native libraries"))
                    .contains("opt/wavemesh/native/libtorch/libtorch_cuda.so")
                    .doesNotContain("opt/wavemesh/native/libtorch/libtorch_cpu.so");
            JsonNode config = archive.config().get("config");
            assertThat(config.get("Env"))
                    .extracting(JsonNode::asText)
                    .contains(
                            "PYTORCH_FLAVOR=cu128",
                            "PYTORCH_VERSION=2.7.1",
                            "PYTORCH_LIBRARY_PATH=/opt/wavemesh/native/libtorch",
                            "NVIDIA_DRIVER_CAPABILITIES=compute,utility");
        }
    }

    @Test
    void aJavaOfItsOwnIsTheLowestLayerAndExecutable() throws Exception {
        PackagedService.in(root, Service.INGEST);
        Path java = Files.createDirectories(root.resolve("jre/bin")).resolve("java");
        Files.writeString(java, "#!");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        ImageSettings plain = PackagedService.settings(root, Form.CPU, Service.INGEST, Optional.empty());
        ImageSettings settings = new ImageSettings(
                root,
                Form.CPU,
                plain.services(),
                "scratch",
                root.resolve("jre").toString(),
                Optional.empty(),
                Optional.empty(),
                "art",
                "1",
                "1",
                "1",
                Optional.empty(),
                plain.created());
        new BuildImages(settings, root.resolve("work")).service(Service.INGEST, root.resolve("image.tar"));

        try (OciArchive archive = new OciArchive(root.resolve("image.tar"))) {
            assertThat(archive.ownLayers().keySet()).first().isEqualTo("java");
            TarArchiveEntry entry = archive.entries(0).stream()
                    .filter(TarArchiveEntry::isFile)
                    .findFirst()
                    .orElseThrow();
            assertThat(entry.getName()).isEqualTo("opt/wavemesh/java/bin/java");
            assertThat(entry.getMode() & 0777).isEqualTo(0755);
            assertThat(archive.config().get("config").get("Entrypoint").get(0).asText())
                    .isEqualTo("/opt/wavemesh/java/bin/java");
        }
    }

    @Test
    void refusesAServiceThatIsNotPackagedAndATrainerForCudaWithoutLibtorch() {
        ImageSettings settings = PackagedService.settings(root, Form.CPU, Service.INGEST, Optional.empty());

        assertThatThrownBy(() -> new BuildImages(settings, root.resolve("work"))
                        .service(Service.INGEST, root.resolve("image.tar")))
                .hasMessageContaining("package the service first");
        assertThatThrownBy(() -> PackagedService.settings(root, Form.CUDA, Service.TRAINER, Optional.empty()))
                .hasMessageContaining("-Dimage.libtorch=");
    }

    private static List<String> files(OciArchive archive, String layer) throws IOException {
        List<String> files = new ArrayList<>();
        for (TarArchiveEntry entry : archive.entries(archive.ownLayers().get(layer))) {
            if (entry.isFile()) {
                files.add(entry.getName());
            }
        }
        return files;
    }
}
