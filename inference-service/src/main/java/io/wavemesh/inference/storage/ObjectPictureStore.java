package io.wavemesh.inference.storage;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.store.Drawings;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.inference.domain.PictureStore;
import io.wavemesh.inference.domain.Png;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Images in the mesh's object store, as {@code images/<sha256>.png}, and who had them drawn, as
 * {@code owners/<client>/images/<sha256>}.
 */
public final class ObjectPictureStore implements PictureStore {
    static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    static final byte[] MARK = {'\n'};
    private static final long MAX_BYTES = 512L << 20;

    private final ObjectStore store;

    /** Images in this store. */
    public ObjectPictureStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public String put(Optional<ClientId> owner, Png image, Collection<AdapterId> adapters) {
        String id = image.sha256();
        mark(owner, id, adapters);
        store.put(ObjectKeys.image(id), image.bytes());
        // Old marks of an image that was gone may have been removed until now.
        mark(owner, id, adapters);
        return id;
    }

    private void mark(Optional<ClientId> owner, String id, Collection<AdapterId> adapters) {
        Drawings drawings = new Drawings(store);
        adapters.forEach(adapter -> drawings.note(adapter, owner, id));
        owner.ifPresent(client -> store.put(ObjectKeys.ownImage(client, id), MARK));
    }

    @Override
    public void delete(String id) {
        store.delete(ObjectKeys.image(id));
    }

    @Override
    public Optional<Png> find(Caller caller, String id) {
        if (!ID.matcher(id).matches() || !isFor(caller, id)) {
            return Optional.empty();
        }
        return store.find(ObjectKeys.image(id), MAX_BYTES)
                .filter(bytes -> Sha256.of(bytes).equals(id))
                .map(Png::new);
    }

    private boolean isFor(Caller caller, String id) {
        return caller.seesEverything()
                || caller.client()
                        .map(client -> store.exists(ObjectKeys.ownImage(client, id)))
                        .orElse(false);
    }
}
