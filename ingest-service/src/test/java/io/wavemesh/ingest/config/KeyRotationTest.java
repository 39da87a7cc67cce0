package io.wavemesh.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.ingest.TestMesh;
import io.wavemesh.store.MeshObjectStore;
import io.wavemesh.store.ObjectStores;
import io.wavemesh.store.StoreConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRotationTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void afterAStartTheOldMasterKeyIsNotNeeded() throws Exception {
        ObjectRef object;
        try (MeshObjectStore before = open(line("old", 1))) {
            object = before.of(new SubjectId("sub-1")).put("a", CONTENT);
        }
        try (MeshObjectStore both = open(line("new", 2) + line("old", 1))) {
            KeyRotation rotation = new KeyRotation(both);

            rotation.begin(new StartupEvent());

            FileObjectStore plain = new FileObjectStore(folder.resolve("store"));
            TestMesh.eventually(
                    "the key is wrapped anew",
                    () -> plain.list("keys/").size() == 1
                            && plain.list("keys/").get(0).endsWith(".new"));
            rotation.end(new ShutdownEvent());
        }
        try (MeshObjectStore after = open(line("new", 2))) {
            assertThat(after.get(object, 100)).isEqualTo(CONTENT);
        }
    }

    private MeshObjectStore open(String masterKeys) throws IOException {
        Path file = Files.writeString(folder.resolve("master-keys"), masterKeys);
        StoreConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(StoreConfig.class, "store")
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "store.root",
                                folder.resolve("store").toString(),
                                "store.encryption.master-keys",
                                file.toString()),
                        "test",
                        100))
                .build()
                .getConfigMapping(StoreConfig.class, "store");
        return ObjectStores.open(config, new SimpleMeterRegistry());
    }

    private static String line(String name, int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return name + ":" + Base64.getEncoder().encodeToString(key) + "\n";
    }
}
