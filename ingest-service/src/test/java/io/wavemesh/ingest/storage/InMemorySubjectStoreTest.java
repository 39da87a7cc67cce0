package io.wavemesh.ingest.storage;

import io.wavemesh.ingest.domain.InMemorySubjectStore;
import io.wavemesh.ingest.domain.SubjectStore;

class InMemorySubjectStoreTest extends SubjectStoreContract {
    private final SubjectStore store = new InMemorySubjectStore();

    @Override
    SubjectStore store() {
        return store;
    }
}
