package io.wavemesh.inference.storage;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.GenerationResult;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.contracts.store.Drawings;
import io.wavemesh.contracts.store.ObjectConflictException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.inference.domain.Png;
import io.wavemesh.inference.domain.ResultStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Results in the mesh's object store, as {@code images/<request>/result.json} beside their images. */
public final class ObjectResultStore implements ResultStore {
    private static final long MAX_BYTES = 512L << 20;

    private final ObjectStore store;

    /** Results in this store. */
    public ObjectResultStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public Optional<GenerationResult> find(RequestId request) {
        return store.find(ObjectKeys.generationResult(request), MessageJson.MAX_BYTES)
                .map(json -> MessageJson.decode(json, GenerationResult.class));
    }

    @Override
    public GenerationResult keep(GenerationResult result) {
        try {
            store.put(ObjectKeys.generationResult(result.requestId()), MessageJson.encode(result));
            return result;
        } catch (ObjectConflictException e) {
            return find(result.requestId()).orElseThrow(() -> e);
        }
    }

    @Override
    public void note(RequestId request, Collection<AdapterId> adapters) {
        Drawings drawings = new Drawings(store);
        adapters.forEach(adapter -> drawings.note(adapter, request));
    }

    @Override
    public void discard(RequestId request) {
        store.deletePrefix(ObjectKeys.request(request));
    }

    @Override
    public Optional<List<ObjectRef>> images(RequestId request, int count) {
        List<ObjectRef> images = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Optional<ObjectRef> image = image(request, i);
            if (image.isEmpty()) {
                return Optional.empty();
            }
            images.add(image.get());
        }
        return Optional.of(images);
    }

    @Override
    public ObjectRef keep(RequestId request, int index, Png image) {
        try {
            return store.put(ObjectKeys.image(request, index), image.bytes());
        } catch (ObjectConflictException e) {
            return image(request, index).orElseThrow(() -> e);
        }
    }

    private Optional<ObjectRef> image(RequestId request, int index) {
        String key = ObjectKeys.image(request, index);
        return store.find(key, MAX_BYTES).map(bytes -> new ObjectRef(key, Sha256.of(bytes), bytes.length));
    }
}
