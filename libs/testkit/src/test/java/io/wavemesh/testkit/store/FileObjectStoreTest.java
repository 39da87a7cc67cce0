package io.wavemesh.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectConflictException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileObjectStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open() {
        return new FileObjectStore(folder.resolve("store"));
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
    void isSharedByProcesses() {
        ObjectRef object = store.put("a", CONTENT);

        assertThat(open().get(object, 100)).isEqualTo(CONTENT);
    }

    @Test
    void leavesNoTemporaryFiles() {
        store.put("a", CONTENT);
        assertThatThrownBy(() -> store.put("a", OTHER)).isInstanceOf(ObjectConflictException.class);

        assertThat(folder.resolve("store/.tmp")).isEmptyDirectory();
    }

    @Test
    void isAwayWhenItsFolderIs() throws IOException {
        ObjectRef object = store.put("a", CONTENT);
        Path root = folder.resolve("store");
        Files.move(root, folder.resolve("moved"));

        assertThatThrownBy(() -> store.get(object, 100)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.exists("a")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.put("b", CONTENT)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.probe()).isInstanceOf(StoreUnavailableException.class);
    }
}
