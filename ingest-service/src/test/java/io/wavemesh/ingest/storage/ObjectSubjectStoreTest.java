package io.wavemesh.ingest.storage;

import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.ingest.domain.SubjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ObjectSubjectStoreTest extends SubjectStoreContract {
    @TempDir
    Path folder;

    private SubjectStore store;

    @BeforeEach
    void open() {
        store = new ObjectSubjectStore(new FileObjectStore(folder));
    }

    @Override
    SubjectStore store() {
        return store;
    }
}
