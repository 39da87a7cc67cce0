package io.wavemesh.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.contracts.store.StoreUnavailableException;
import io.wavemesh.s3server.S3Server;
import io.wavemesh.s3server.ServerIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3TlsIT {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @BeforeEach
    void setCredentials() {
        System.setProperty("aws.accessKeyId", "access");
        System.setProperty("aws.secretAccessKey", "secret");
    }

    @AfterEach
    void clearCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void trustsTheAuthoritiesOfTheFileAndNoOthers() throws Exception {
        ServerIdentity identity = ServerIdentity.in(folder);
        ServerIdentity stranger = ServerIdentity.in(Files.createDirectory(folder.resolve("stranger")));
        try (S3Server server = S3Server.start(folder, "mesh", identity);
                MeshObjectStore trusting = open(
                        server,
                        Map.of(
                                "store.s3.ca-certificates",
                                identity.certificate().toString()));
                MeshObjectStore wary = open(
                        server,
                        Map.of(
                                "store.s3.ca-certificates",
                                stranger.certificate().toString()));
                MeshObjectStore usual = open(server, Map.of())) {
            assertThat(trusting.get(trusting.put("a", CONTENT), 100)).isEqualTo(CONTENT);
            assertThatThrownBy(() -> wary.exists("a"))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("PKIX");
            assertThatThrownBy(() -> usual.exists("a"))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("PKIX");
        }
    }

    private static MeshObjectStore open(S3Server server, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "store.kind", "s3",
                "store.s3.bucket", "mesh",
                "store.s3.endpoint", server.endpoint().toString(),
                "store.s3.path-style", "true",
                "store.retry.attempts", "1"));
        settings.putAll(more);
        return ObjectStores.open(StoreConfigs.of(settings), new SimpleMeterRegistry());
    }
}
