package io.wavemesh.tests.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service is not left open by mistake: it does not start. */
class GuardIT {
    @TempDir
    private static Path folder;

    @Test
    void startsOnlyWithAuthenticationOrOnLoopback() throws Exception {
        Path keys = Files.writeString(folder.resolve("keys"), "# none\n");
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            ServiceProcess bare = mesh.launch(Service.INGEST, Map.of("access.mode", "required"));
            ServiceProcess open = mesh.launch(Service.INFERENCE, Map.of("quarkus.http.host", "0.0.0.0"));
            ServiceProcess guarded =
                    mesh.launch(Service.INGEST, Map.of("access.mode", "required", "access.keys.file", keys.toString()));

            assertThat(bare.awaitEnd()).isNotZero();
            assertThat(bare.logText()).contains("access.mode=required, the default, needs access.keys.file");
            assertThat(open.awaitEnd()).isNotZero();
            assertThat(open.logText()).contains("access.mode=off is for a loopback address only");
            assertThat(status(guarded.awaitReady().address().resolve("/v1/subjects")))
                    .isEqualTo(401);
        }
    }

    private static int status(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
