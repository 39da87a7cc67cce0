package io.wavemesh.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The archives that {@code ./mvnw package -Pimages} has just written. */
@Tag("images")
class ImageArchivesIT {
    private static final ImageSettings SETTINGS = ImageSettings.of(System.getProperties());
    private static final Pattern SECRET = Pattern.compile(
            "(?i)(.*/)?([^/]*\\.(key|pem|p12|pfx|jks|keystore|env)|id_(rsa|dsa|ecdsa|ed25519)|credentials|passwo?r?d|\\.(git|aws|ssh|docker|m2)/.*)");
    private static final Pattern TESTS = Pattern.compile(
            "(?i).*(junit|assertj|jqwik|testkit|s3-test-server|embedded-kafka|kafka_2|archunit|rest-assured|-tests?\\.jar).*");
    private static final String PRIVATE_KEY = "-----BEGIN (RSA |EC |ENCRYPTED |OPENSSH )?PRIVATE KEY-----";
    /** Bytes of the project's layers, compressed: a tripwire for what slips in. */
    private static final Map<Form, Map<Service, Long>> LIMITS = Map.of(
            Form.CPU,
            Map.of(Service.INGEST, 60_000_000L, Service.TRAINER, 220_000_000L, Service.INFERENCE, 90_000_000L),
            Form.CUDA,
            Map.of(Service.TRAINER, 800_000_000L, Service.INFERENCE, 600_000_000L));

    @TempDir
    private Path folder;

    static Stream<Service> services() {
        return SETTINGS.services().stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void areOciImagesWhoseDigestsHold(Service service) throws Exception {
        try (OciArchive archive = open(service)) {
            assertThat(archive.layout().get("imageLayoutVersion").asText()).isEqualTo("1.0.0");
            assertThat(archive.config().get("architecture").asText()).isEqualTo("amd64");
            assertThat(archive.config().get("os").asText()).isEqualTo("linux");
            archive.checkDigests();
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void sayHowTheyRun(Service service) throws Exception {
        try (OciArchive archive = open(service)) {
            JsonNode config = archive.config().get("config");
            assertThat(config.get("User").asText()).isEqualTo("10001:10001");
            assertThat(config.get("WorkingDir").asText()).isEqualTo("/opt/wavemesh");
            assertThat(config.get("ExposedPorts").fieldNames()).toIterable().containsExactly(service.port() + "/tcp");
            assertThat(texts(config.get("Entrypoint")))
                    .first()
                    .isEqualTo(SETTINGS.java().equals("base") ? "java" : "/opt/wavemesh/java/bin/java");
            assertThat(texts(config.get("Entrypoint"))).endsWith("-jar", "/opt/wavemesh/app/quarkus-run.jar");
            assertThat(config.path("Cmd")).isEmpty();
            assertThat(texts(config.get("Env")))
                    .contains("JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=" + service.heapPercent()
                            + " -XX:+ExitOnOutOfMemoryError")
                    .noneMatch(value -> value.matches("(?i).*(password|secret|token|_key)=.*"));
            assertThat(archive.config().get("created").asText())
                    .isEqualTo(SETTINGS.created().toString());
            assertThat(config.get("Labels").fieldNames())
                    .toIterable()
                    .contains(
                            "org.opencontainers.image.title",
                            "org.opencontainers.image.version",
                            "org.opencontainers.image.created",
                            "org.opencontainers.image.source",
                            "org.opencontainers.image.licenses");
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void holdFilesThatNobodyButRootMayWrite(Service service) throws Exception {
        try (OciArchive archive = open(service)) {
            assertThat(archive.ownLayers().keySet())
                    .endsWith("libraries", "own libraries", "service")
                    .hasSize(3
                            + (service == Service.INGEST ? 0 : 1)
                            + (SETTINGS.java().equals("base") ? 0 : 1));
            for (int layer : archive.ownLayers().values()) {
                for (TarArchiveEntry entry : archive.entries(layer)) {
                    assertThat(entry.getName()).matches("opt/|opt/wavemesh/.*");
                    assertThat(entry.getLongUserId()).isZero();
                    assertThat(entry.getLongGroupId()).isZero();
                    assertThat(entry.getMode() & 07022).as(entry.getName()).isZero();
                    assertThat(entry.isFile() || entry.isDirectory()).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void holdNoSecretsNoTestsNoTracesOfTheBuild(Service service) throws Exception {
        List<String> traces = List.of(SETTINGS.root().toString(), System.getProperty("user.home") + "/.m2");
        List<String> found = new ArrayList<>();
        try (OciArchive archive = open(service)) {
            for (int layer : archive.ownLayers().values()) {
                archive.visit(layer, (entry, content) -> {
                    if (entry.isFile()) {
                        inspect(entry.getName(), content.readAllBytes(), traces, found);
                    }
                });
            }
        }
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("services")
    void areSmall(Service service) throws Exception {
        try (OciArchive archive = open(service)) {
            long bytes = 0;
            for (Map.Entry<String, Integer> layer : archive.ownLayers().entrySet()) {
                long size = archive.manifest()
                        .get("layers")
                        .get(layer.getValue())
                        .get("size")
                        .asLong();
                System.out.printf(Locale.ROOT, "%s %s: %.1f MB%n", service.key(), layer.getKey(), size / 1e6);
                bytes += size;
            }
            assertThat(bytes).isLessThan(LIMITS.get(SETTINGS.form()).get(service));
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void areTheSameWhenBuiltAgain(Service service) throws Exception {
        Path again = folder.resolve("again.tar");
        String digest = new BuildImages(SETTINGS, folder.resolve("work")).service(service, again);

        assertThat(again).hasSameBinaryContentAs(service.archive(SETTINGS.root(), SETTINGS.form()));
        try (OciArchive archive = open(service)) {
            assertThat(archive.digest()).isEqualTo(digest);
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void bringTheLibrariesOfTheirFormAsFiles(Service service) throws Exception {
        List<String> libraries = new ArrayList<>();
        try (OciArchive archive = open(service)) {
            for (int layer : archive.ownLayers().values()) {
                archive.entries(layer).stream()
                        .filter(TarArchiveEntry::isFile)
                        .map(TarArchiveEntry::getName)
                        .filter(name -> name.startsWith("opt/wavemesh/native/"))
                        .map(name -> name.substring("opt/wavemesh/native/".length()))
                        .forEach(libraries::add);
            }
        }

        boolean cuda = SETTINGS.form() == Form.CUDA;
        switch (service) {
            case INGEST -> assertThat(libraries).isEmpty();
            case TRAINER -> assertThat(libraries).contains("libtorch/libtorch_cpu.so", "libtorch/libc10.so");
            case INFERENCE ->
                assertThat(libraries).contains("onnxruntime/libonnxruntime.so", "onnxruntime/libonnxruntime4j_jni.so");
        }
        assertThat(libraries.contains("libtorch/libtorch_cuda.so")).isEqualTo(cuda && service == Service.TRAINER);
        assertThat(libraries.contains("onnxruntime/libonnxruntime_providers_cuda.so"))
                .isEqualTo(cuda && service == Service.INFERENCE);
    }

    /** The model has no form; it is built with the processor's. */
    @Test
    @EnabledIfSystemProperty(named = "image.form", matches = "cpu")
    void theModelIsNothingButFiles() throws Exception {
        try (OciArchive archive = new OciArchive(ModelImage.archive(SETTINGS.root()))) {
            archive.checkDigests();
            assertThat(archive.manifest().get("layers")).hasSize(1);
            assertThat(archive.entries(0))
                    .extracting(TarArchiveEntry::getName)
                    .contains(
                            "README.md",
                            "nano-sdxl/model_index.json",
                            "nano-sdxl/SHA256SUMS",
                            "nano-sdxl/wavemesh.json");
            assertThat(archive.config().get("config").path("Entrypoint")).isEmpty();
        }
    }

    private static void inspect(String name, byte[] content, List<String> traces, List<String> found)
            throws IOException {
        if (SECRET.matcher(name.substring(name.indexOf('!') + 1)).matches()) {
            found.add(name + " looks like a secret");
        }
        if (name.endsWith(".jar") && TESTS.matcher(name).matches()) {
            found.add(name + " is of tests");
        }
        if (name.endsWith(".jar")) {
            ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content));
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                inspect(name + "!/" + entry.getName(), zip.readAllBytes(), traces, found);
            }
            return;
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        traces.stream()
                .filter(text::contains)
                .map(trace -> name + " names " + trace)
                .forEach(found::add);
        // Classes and native libraries that read keys name their head.
        if (!name.endsWith(".class")
                && !name.contains(".so")
                && Pattern.compile(PRIVATE_KEY).matcher(text).find()) {
            found.add(name + " has a private key");
        }
    }

    private static OciArchive open(Service service) throws IOException {
        return new OciArchive(service.archive(SETTINGS.root(), SETTINGS.form()));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
