package io.wavemesh.inference.domain;

import java.util.Optional;

/** Keeps finished images by content. Methods throw {@code RetryableException} while the store can't be reached. */
public interface PictureStore {
    /** Stores an image. Returns its id: the SHA-256 of the file. */
    String put(Png image);

    /** An image by id; empty if there is none. */
    Optional<Png> find(String id);
}
