package io.wavemesh.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.store.ObjectConflictException;
import io.wavemesh.contracts.store.ObjectCorruptException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.StoreRefusedException;
import io.wavemesh.contracts.store.StoreUnavailableException;
import io.wavemesh.s3server.Fault;
import io.wavemesh.s3server.FaultyProxy;
import io.wavemesh.s3server.S3Server;
import io.wavemesh.testkit.store.ObjectStoreContract;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store of a service in a bucket, with encryption, and what a server may do to it. */
class S3StoreFaultsIT extends ObjectStoreContract {
    private static final String BUCKET = "mesh";
    private static final SubjectId SUBJECT = new SubjectId("sub-1");

    @TempDir
    static Path shared;

    private static S3Server server;
    private static FaultyProxy proxy;
    private static Path masterKeys;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final String prefix = UUID.randomUUID() + "/";
    private final List<MeshObjectStore> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        System.setProperty("aws.accessKeyId", "access");
        System.setProperty("aws.secretAccessKey", "secret");
        server = S3Server.start(shared, BUCKET);
        proxy = FaultyProxy.before(server.endpoint());
        masterKeys = Files.writeString(
                shared.resolve("master-keys"), "a:" + Base64.getEncoder().encodeToString(new byte[32]));
    }

    @AfterAll
    static void stop() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        if (server != null) {
            server.close();
        }
        if (proxy != null) {
            proxy.close();
        }
    }

    @AfterEach
    void closeStores() {
        proxy.fault(Fault.NONE);
        opened.forEach(MeshObjectStore::close);
    }

    @Override
    protected ObjectStore open() {
        return open(proxy.endpoint(), Map.of("store.encryption.master-keys", masterKeys.toString()))
                .of(SUBJECT);
    }

    @Override
    protected void damage(String key) {
        MeshObjectStore direct = plain();
        direct.delete(key);
        direct.put(key, OTHER);
    }

    @Test
    void aServerThatIsAwayForAWhileIsNotNoticed() throws InterruptedException {
        ObjectRef object = store.put("a", CONTENT);
        proxy.fault(Fault.AWAY, 3);

        assertThat(store.get(object, 100)).isEqualTo(CONTENT);

        // The JDK repeats some requests by itself.
        assertThat(retries("read")).isBetween(1.0, 3.0);
    }

    @Test
    void aServerThatStaysAwayIsGivenUpInTime() {
        ObjectRef object = plain().put("a", CONTENT);
        int before = proxy.requests();
        proxy.fault(Fault.AWAY);

        long begin = System.nanoTime();
        assertThatThrownBy(() -> store.get(object, 100))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("cannot read the object store s3://mesh/");

        assertThat(proxy.requests() - before).isBetween(4, 8);
        assertThat(retries("read")).isEqualTo(3);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aWriteThatIsNotAnsweredIsNotDoneTwice() {
        store.put("first", OTHER);
        proxy.fault(Fault.AWAY, 1);

        ObjectRef object = store.put("a", CONTENT);

        assertThat(store.list("a/")).isEmpty();
        assertThat(store.get(object, 100)).isEqualTo(CONTENT);
        assertThatThrownBy(() -> store.put("a", OTHER)).isInstanceOf(ObjectConflictException.class);
    }

    @Test
    void aSlowServerIsWaitedFor() {
        MeshObjectStore plain = open(proxy.endpoint(), Map.of());
        proxy.fault(Fault.SLOW);

        long begin = System.nanoTime();
        plain.put("a", CONTENT);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(9));
        assertThat(retries("write")).isZero();
    }

    @Test
    void aThrottledCallIsMadeAgain() {
        ObjectRef object = store.put("a", CONTENT);
        proxy.fault(Fault.THROTTLED, 3);

        assertThat(store.get(object, 100)).isEqualTo(CONTENT);
        assertThat(retries("read")).isEqualTo(3);
    }

    @Test
    void aFullServerSaysSoAtOnceAndTakesMoreWhenThereIsRoom() {
        store.put("first", CONTENT);
        int before = proxy.requests();
        proxy.fault(Fault.FULL);

        assertThatThrownBy(() -> store.put("a", CONTENT))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("InsufficientStorage");
        assertThat(proxy.requests() - before).isOne();
        assertThat(store.exists("a")).isFalse();

        proxy.fault(Fault.NONE);
        assertThat(store.get(store.put("a", CONTENT), 100)).isEqualTo(CONTENT);
    }

    @Test
    void aTornAnswerIsAskedForAgainAndNeverSeen(@TempDir Path targets) {
        ObjectRef object = store.put("a", CONTENT);

        proxy.fault(Fault.TORN, 1);
        store.fetch(object, targets.resolve("x"));
        assertThat(targets.resolve("x")).hasBinaryContent(CONTENT);

        proxy.fault(Fault.TORN);
        assertThatThrownBy(() -> store.fetch(object, targets.resolve("y")))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(targets).isDirectoryNotContaining("glob:**y").isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void anAlteredAnswerIsFoundAndCounted(@TempDir Path targets) {
        ObjectRef plain = plain().put("plain", CONTENT);
        ObjectRef encrypted = store.put("encrypted", CONTENT);
        proxy.fault(Fault.ALTERED);

        for (ObjectRef object : List.of(plain, encrypted)) {
            assertThatThrownBy(() -> store.get(object, 100)).isInstanceOf(ObjectCorruptException.class);
            assertThatThrownBy(() -> store.fetch(object, targets.resolve("x")))
                    .isInstanceOf(ObjectCorruptException.class);
        }
        assertThat(targets).isEmptyDirectory();
        assertThat(registry.get(StoreMeters.CALLS)
                        .tags("operation", "read", "outcome", "corrupt")
                        .timer()
                        .count())
                .isEqualTo(4);
    }

    @Test
    void anUploadThatBreaksOffIsNotVisible() throws IOException {
        URI endpoint = server.endpoint();
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.getOutputStream()
                    .write(("PUT /" + BUCKET + "/" + prefix
                                    + "half HTTP/1.1\r\nHost: s3\r\nContent-Length: 1000000\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[400_000]);
        }

        MeshObjectStore direct = plain();
        assertThat(direct.exists("half")).isFalse();
        assertThat(direct.get(direct.put("half", CONTENT), 100)).isEqualTo(CONTENT);
    }

    private MeshObjectStore plain() {
        return open(server.endpoint(), Map.of());
    }

    private double retries(String operation) {
        return registry.get(StoreMeters.RETRIES)
                .tag("operation", operation)
                .counter()
                .count();
    }

    private MeshObjectStore open(URI endpoint, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "store.kind",
                "s3",
                "store.s3.bucket",
                BUCKET,
                "store.s3.prefix",
                prefix,
                "store.s3.endpoint",
                endpoint.toString(),
                "store.s3.path-style",
                "true"));
        settings.putAll(more);
        MeshObjectStore store = ObjectStores.open(StoreConfigs.of(settings), registry);
        opened.add(store);
        return store;
    }
}
