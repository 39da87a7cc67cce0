package io.wavemesh.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.store.ObjectConflictException;
import io.wavemesh.contracts.store.ObjectCorruptException;
import io.wavemesh.contracts.store.ObjectMissingException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.ObjectTooLargeException;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.contracts.store.StoreUnavailableException;
import io.wavemesh.testkit.store.ObjectStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeshObjectStoreTest extends ObjectStoreContract {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Override
    protected ObjectStore open() {
        Map<String, String> settings = Map.of(
                "store.root", folder.resolve("store").toString(),
                "store.retry.attempts", "2",
                "store.retry.pause", "1ms");
        return ObjectStores.open(StoreConfigs.of(settings), registry);
    }

    @Override
    protected void damage(String key) {
        try {
            Files.write(folder.resolve("store").resolve(key), OTHER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void countsHowCallsEnd() throws IOException {
        ObjectRef object = store.put("a", CONTENT);
        assertThatThrownBy(() -> store.put("a", OTHER)).isInstanceOf(ObjectConflictException.class);
        assertThatThrownBy(() -> store.get(object, 1)).isInstanceOf(ObjectTooLargeException.class);
        damage("a");
        assertThatThrownBy(() -> store.get(object, 100)).isInstanceOf(ObjectCorruptException.class);
        store.delete("a");
        assertThatThrownBy(() -> store.get(new ObjectRef("a", Sha256.of(CONTENT), 7), 100))
                .isInstanceOf(ObjectMissingException.class);
        Files.move(folder.resolve("store"), folder.resolve("away"));
        assertThatThrownBy(() -> store.exists("a")).isInstanceOf(StoreUnavailableException.class);

        assertThat(count("write", "ok")).isOne();
        assertThat(count("write", "conflict")).isOne();
        assertThat(count("read", "too_large")).isOne();
        assertThat(count("read", "corrupt")).isOne();
        assertThat(count("read", "missing")).isOne();
        assertThat(count("read", "unavailable")).isOne();
        assertThat(count("delete", "ok")).isOne();
        assertThat(registry.get(StoreMeters.RETRIES)
                        .tag("operation", "read")
                        .counter()
                        .count())
                .isOne();
    }

    private long count(String operation, String outcome) {
        return registry.get(StoreMeters.CALLS)
                .tags("operation", operation, "outcome", outcome)
                .timer()
                .count();
    }
}
