package io.wavemesh.tests.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.wavemesh.contracts.JobState;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.HttpPeer;
import io.wavemesh.tests.harness.IngestClient;
import io.wavemesh.tests.harness.IngestClient.Submitted;
import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Pictures;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The images of {@code ./mvnw package -Pimages}, run with the settings that the chart gives to one node. */
@Tag("images")
class ImagesIT {
    private static final int SIGTERM_STATUS = 143;

    @TempDir
    private Path folder;

    private final List<Container> containers = new ArrayList<>();

    @AfterEach
    void remove() throws IOException, InterruptedException {
        for (Container container : containers) {
            container.remove();
        }
    }

    @Test
    void makeAPictureOfASubjectAsUnprivilegedUserOnAReadOnlyRoot() throws Exception {
        assumeTrue(mayConfine(), "needs root and mount namespaces, to run images without a container engine");
        try (MeshUnderTest mesh = MeshUnderTest.in(folder.resolve("mesh"))) {
            Files.createDirectories(mesh.storeFolder());
            Files.setPosixFilePermissions(mesh.storeFolder(), PosixFilePermissions.fromString("rwxrwxrwx"));

            ServiceProcess ingest = start(mesh, Service.INGEST);
            ServiceProcess trainer = start(mesh, Service.TRAINER);
            ServiceProcess inference = start(mesh, Service.INFERENCE);
            IngestClient client = new IngestClient(ingest.awaitReady().address());
            Submitted tulip = client.submit(Pictures.TULIP, "{\"steps\":2}");
            trainer.awaitReady();
            Await.until("the tulip is learnt", () -> client.isOver(tulip));
            assertThat(client.state(tulip)).as(trainer.logText()).isEqualTo(JobState.SUCCEEDED);
            String adapter = (String) client.view(tulip).get("adapterId");
            HttpPeer images = new HttpPeer(inference.awaitReady().address());
            String body = "{\"prompt\":\"a zjw tulip\",\"steps\":2,\"size\":\"64x64\",\"adapters\":[{\"id\":\""
                    + adapter + "\"}]}";
            Map<String, Object> answer =
                    images.post("/v1/images/generations", body).successful().json();

            Map<?, ?> image = (Map<?, ?>) ((List<?>) answer.get("data")).get(0);
            byte[] png = Base64.getDecoder().decode((String) image.get("b64_json"));
            assertThat(png).startsWith(0x89, 'P', 'N', 'G');
            for (ServiceProcess service : mesh.services()) {
                assertThat(privileges(service))
                        .containsEntry("Uid", "10001\t10001\t10001\t10001")
                        .containsEntry("Gid", "10001\t10001\t10001\t10001")
                        .containsEntry("Groups", "10001")
                        .containsEntry("NoNewPrivs", "1")
                        .containsEntry("CapEff", "0000000000000000");
                assertThat(rootMount(service)).contains("ro");
                service.terminate();
                assertThat(service.awaitEnd()).as(service.logText()).isEqualTo(SIGTERM_STATUS);
            }
        }
    }

    private ServiceProcess start(MeshUnderTest mesh, Service service) throws IOException, InterruptedException {
        Path archive = Service.ROOT.resolve(service.prefix() + "-service/target/image-cpu.tar");
        assertThat(archive).as("written by ./mvnw package -Pimages").exists();
        Path own = Files.createDirectories(folder.resolve(service.prefix()));
        Path config = Files.createDirectories(own.resolve("config"));
        int port = MeshUnderTest.freePort();
        String settings = settings(service)
                .replace("kafka:9092", mesh.connection().bootstrapServers())
                .replaceAll("(?m)^quarkus\\.http\\.port=.*$", "quarkus.http.port=" + port);
        Files.writeString(config.resolve("application.properties"), settings);
        Container container = Container.unpack(archive, own)
                .mount(config, "/etc/wavemesh/config", "ro")
                .mount(Service.ROOT.resolve("models"), "/models", "ro")
                .mount(mesh.storeFolder(), "/var/lib/wavemesh/objects", "rw");
        containers.add(container);
        Map<String, String> environment = Map.of(
                "QUARKUS_CONFIG_LOCATIONS", "/etc/wavemesh/config/application.properties",
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "ACCESS_MODE", "off");
        return mesh.launch(service.prefix(), container.command(environment), port);
    }

    /** What the chart writes for {@code k8s/overlays/local}, but for the API keys: the test opens the doors. */
    private static String settings(Service service) throws IOException {
        Path patch = Service.ROOT.resolve(
                "k8s/overlays/local/patches/configmap-mesh-wavemesh-" + service.prefix() + ".yaml");
        String properties = new YAMLMapper()
                .readTree(patch.toFile())
                .at("/data/application.properties")
                .asText();
        return properties.replaceAll("(?m)^access\\.keys\\.file=.*\\R", "");
    }

    private static Map<String, String> privileges(ServiceProcess service) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : Files.readAllLines(proc(service, "status"))) {
            int colon = line.indexOf(':');
            lines.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return lines;
    }

    private static List<String> rootMount(ServiceProcess service) throws IOException {
        // id, parent, device, root, mount point, options
        return Files.readAllLines(proc(service, "mountinfo")).stream()
                .map(line -> line.split(" "))
                .filter(fields -> fields[4].equals("/"))
                .map(fields -> List.of(fields[5].split(",")))
                .findFirst()
                .orElseThrow();
    }

    private static Path proc(ServiceProcess service, String file) {
        return Path.of("/proc", Long.toString(service.pid()), file);
    }

    private static boolean mayConfine() throws InterruptedException {
        try {
            return new ProcessBuilder("unshare", "--mount", "sh", "-c", "test $(id -u) = 0")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
