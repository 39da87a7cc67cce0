package io.wavemesh.inference.storage;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.PermanentException;
import io.wavemesh.contracts.store.Drawings;
import io.wavemesh.contracts.store.ObjectMissingException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.inference.domain.AdapterGoneException;
import io.wavemesh.inference.domain.AdapterInvalidException;
import io.wavemesh.inference.domain.AdapterStore;
import java.nio.file.Path;

/** Adapters' files in the mesh's object store, at the keys that their announcements name. */
public final class ObjectAdapterStore implements AdapterStore {
    private static final long MAX_JSON_BYTES = 16L << 20;

    private final ObjectStore store;
    private final long maxWeightsBytes;

    /**
     * Files in this store.
     *
     * @param maxWeightsBytes largest weights file that is read
     */
    public ObjectAdapterStore(ObjectStore store, long maxWeightsBytes) {
        this.store = store;
        this.maxWeightsBytes = maxWeightsBytes;
    }

    @Override
    public void fetch(AdapterAnnouncement adapter, Path folder) {
        fetch(adapter, File.CONFIG, folder.resolve(File.CONFIG.fileName()));
        fetch(adapter, File.WEIGHTS, folder.resolve(File.WEIGHTS.fileName()));
    }

    @Override
    public void fetch(AdapterAnnouncement adapter, File file, Path target) {
        ObjectRef object = object(adapter, file);
        long most = file == File.WEIGHTS ? maxWeightsBytes : MAX_JSON_BYTES;
        if (object.byteCount() > most) {
            throw new AdapterInvalidException(file.fileName() + " of adapter " + adapter.adapterId()
                    + " must have at most " + most + " bytes, has " + object.byteCount());
        }
        try {
            store.fetch(object, target);
        } catch (ObjectMissingException e) {
            throw new AdapterGoneException(adapter.adapterId());
        } catch (PermanentException e) {
            throw new AdapterInvalidException(
                    file.fileName() + " of adapter " + adapter.adapterId() + " is not as announced", e);
        }
    }

    @Override
    public void delete(AdapterId adapter) {
        store.deletePrefix(ObjectKeys.adapter(adapter));
    }

    @Override
    public void erase(AdapterId adapter) {
        delete(adapter);
        new Drawings(store).erase(adapter);
    }

    private static ObjectRef object(AdapterAnnouncement adapter, File file) {
        return switch (file) {
            case CONFIG -> adapter.config();
            case WEIGHTS -> adapter.weights();
            case PROVENANCE -> adapter.provenance();
        };
    }
}
