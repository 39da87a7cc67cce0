package io.wavemesh.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.store.ObjectCorruptException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.StoreUnavailableException;
import io.wavemesh.s3server.S3Server;
import io.wavemesh.testkit.store.ObjectStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3ObjectStoreIT extends ObjectStoreContract {
    private static final String BUCKET = "objects";

    private static S3Server server;

    private final String prefix = UUID.randomUUID() + "/";
    private final List<S3ObjectStore> opened = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException, InterruptedException {
        System.setProperty("aws.accessKeyId", "access");
        System.setProperty("aws.secretAccessKey", "secret");
        server = S3Server.start(folder, BUCKET);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @AfterEach
    void closeStores() {
        opened.forEach(S3ObjectStore::close);
    }

    @Override
    protected ObjectStore open() {
        return open(settings(BUCKET, prefix, Optional.empty()));
    }

    @Override
    protected void damage(String key) {
        overwrite(key, Map.of());
    }

    @Test
    void isSharedByProcesses() {
        ObjectRef object = store.put("a", CONTENT);

        assertThat(open().get(object, 100)).isEqualTo(CONTENT);
    }

    @Test
    void keepsToItsPrefix() {
        store.put("a/b", CONTENT);
        ObjectStore other = open(settings(BUCKET, "other-" + prefix, Optional.empty()));

        assertThat(other.exists("a/b")).isFalse();
        assertThat(other.list("a/")).isEmpty();
        assertThat(open(settings(BUCKET, "", Optional.empty())).list(prefix)).containsExactly(prefix + "a/b");
    }

    @Test
    void noticesDamageWithoutAReference() {
        ObjectRef object = store.put("a", CONTENT);
        overwrite("a", Map.of(S3ObjectStore.SHA256, object.sha256()));

        assertThatThrownBy(() -> store.find("a", 100)).isInstanceOf(ObjectCorruptException.class);
    }

    @Test
    void listsAndDeletesMoreThanAPage() {
        for (int i = 0; i < 1005; i++) {
            store.put("many/" + i, new byte[] {1});
        }

        assertThat(store.list("many/")).hasSize(1005);
        store.deletePrefix("many/");
        assertThat(store.list("many/")).isEmpty();
    }

    @Test
    void asksForEncryption() {
        Encryption encryption = new Encryption("AES256", Optional.empty());
        open(settings(BUCKET, prefix, Optional.of(encryption))).put("a", CONTENT);

        try (S3Client client = S3Clients.open(settings(BUCKET, prefix, Optional.empty()))) {
            assertThat(client.headObject(request -> request.bucket(BUCKET).key(prefix + "a"))
                            .serverSideEncryptionAsString())
                    .isEqualTo("AES256");
        }
    }

    @Test
    void isAwayWhereTheBucketIsMissing() {
        ObjectRef object = store.put("a", CONTENT);
        ObjectStore away = open(settings("nobodys", prefix, Optional.empty()));

        assertThatThrownBy(() -> away.get(object, 100)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> away.exists("a")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> away.put("b", CONTENT)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(away::probe).isInstanceOf(StoreUnavailableException.class);
    }

    private void overwrite(String key, Map<String, String> metadata) {
        try (S3Client client = S3Clients.open(settings(BUCKET, prefix, Optional.empty()))) {
            client.putObject(
                    request -> request.bucket(BUCKET).key(prefix + key).metadata(metadata),
                    RequestBody.fromBytes(OTHER));
        }
    }

    private S3ObjectStore open(S3Settings settings) {
        S3ObjectStore store = new S3ObjectStore(settings);
        opened.add(store);
        return store;
    }

    private static S3Settings settings(String bucket, String prefix, Optional<Encryption> encryption) {
        return new S3Settings(
                bucket,
                prefix,
                Optional.empty(),
                Optional.of(server.endpoint()),
                true,
                Optional.empty(),
                encryption,
                S3Settings.Limits.DEFAULT);
    }
}
