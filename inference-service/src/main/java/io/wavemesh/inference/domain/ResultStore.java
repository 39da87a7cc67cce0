package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.GenerationResult;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.RequestId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps results and their images under the names of the requests. What was kept first stands, whoever kept it, so that
 * all replicas answer the same. Methods throw {@code RetryableException} while the store can't be reached.
 */
public interface ResultStore {
    /** The result of a request; empty if there is none yet. */
    Optional<GenerationResult> find(RequestId request);

    /** Keeps a result unless there is one; gives the one that stands. */
    GenerationResult keep(GenerationResult result);

    /** Notes that a request's images are going to show these adapters, so that they are found by them. */
    void note(RequestId request, Collection<AdapterId> adapters);

    /** Deletes the images of a request. */
    void discard(RequestId request);

    /** The first {@code count} images of a request, in order; empty unless all of them are there. */
    Optional<List<ObjectRef>> images(RequestId request, int count);

    /** Keeps an image unless there is one; gives the one that stands. */
    ObjectRef keep(RequestId request, int index, Png image);
}
