package io.wavemesh.ingest.storage;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.ingest.domain.InMemorySubjectStore;
import io.wavemesh.ingest.domain.SubjectStore;

class InMemorySubjectStoreTest extends SubjectStoreContract {
    private final InMemorySubjectStore store = new InMemorySubjectStore();

    @Override
    SubjectStore store() {
        return store;
    }

    @Override
    void givenAdapter(JobId job, AdapterId adapter) {
        store.storeAdapter(job, adapter);
    }
}
