package io.wavemesh.tests.secrecy;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled model with one other byte: no service works with it. */
class ChangedModelIT {
    private static final String WEIGHTS = "unet/diffusion_pytorch_model.safetensors";

    @TempDir
    private Path folder;

    @Test
    void serviceEndsAtItsStartAndNamesTheFile() throws IOException {
        Path model = folder.resolve("model");
        copy(Service.NANO, model);
        try (RandomAccessFile file = new RandomAccessFile(model.resolve(WEIGHTS).toFile(), "rw")) {
            file.seek(file.length() - 1);
            int last = file.read();
            file.seek(file.length() - 1);
            file.write(last ^ 1);
        }
        try (MeshUnderTest mesh = MeshUnderTest.in(folder.resolve("mesh"))) {
            List<ServiceProcess> started = new ArrayList<>();
            for (Service service : List.of(Service.TRAINER, Service.INFERENCE)) {
                started.add(mesh.launch(service, Map.of(service.prefix() + ".model.path", model.toString())));
            }
            for (ServiceProcess service : started) {
                assertThat(service.awaitEnd()).isNotZero();
                assertThat(service.logText()).contains(WEIGHTS + ": has the SHA-256 ", "not that of SHA256SUMS");
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
