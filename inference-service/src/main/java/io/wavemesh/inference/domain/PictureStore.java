package io.wavemesh.inference.domain;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.ClientId;
import java.util.Collection;
import java.util.Optional;

/** Keeps finished images by content. Methods throw {@code RetryableException} while the store can't be reached. */
public interface PictureStore {
    /**
     * Stores an image that was drawn for a client, or for nobody, and shows these adapters, so that it is found by them.
     * Returns its id: the SHA-256 of the file.
     */
    String put(Optional<ClientId> owner, Png image, Collection<AdapterId> adapters);

    /** Deletes an image, if it is there. */
    void delete(String id);

    /** An image by id; empty if there is none, or it was drawn for others than the caller. */
    Optional<Png> find(Caller caller, String id);
}
