package io.wavemesh.contracts.store;

import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.SubjectId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps objects by key. An object is written once and never changes; it is either wholly there or not at all. Safe for
 * many threads and many processes. Every method throws {@link StoreUnavailableException} while the store can't be
 * reached, and {@link IllegalArgumentException} for a key that {@link ObjectKey} refuses.
 */
public interface ObjectStore {
    /**
     * Stores bytes. The same content again changes nothing; throws {@link ObjectConflictException} if the key holds
     * other content.
     */
    ObjectRef put(String key, byte[] content);

    /** Stores a file's content, by the same rules; the file stays. */
    ObjectRef put(String key, Path file);

    /**
     * The content, checked against the reference. Throws {@link ObjectMissingException}, {@link ObjectCorruptException},
     * or {@link ObjectTooLargeException} before anything is read.
     */
    byte[] get(ObjectRef object, long maxBytes);

    /** Copies the content to a file, which appears (or is replaced) only when whole and checked. */
    void fetch(ObjectRef object, Path target);

    /** The content without a reference to check it against, empty if there is no such object. */
    Optional<byte[]> find(String key, long maxBytes);

    /**
     * Copies the content to a file without a reference to check it against, as {@link #find} does; the file appears (or is
     * replaced) only when whole. False if there is no such object.
     */
    boolean fetch(String key, long maxBytes, Path target);

    /** Whether there is such an object. */
    boolean exists(String key);

    /** Deletes an object, if it is there. */
    void delete(String key);

    /** Deletes all objects whose keys begin with a prefix that ends in a slash. */
    void deletePrefix(String prefix);

    /** The keys that begin with a prefix that ends in a slash, sorted. */
    List<String> list(String prefix);

    /**
     * Tells each object whose key begins with a prefix that ends in a slash, in no order, until the visitor has seen
     * enough. Holds a page of them at a time, so there may be any number; what comes or goes meanwhile may be told or not.
     * The visitor may take its time and delete what it sees.
     */
    void visit(String prefix, Visitor visitor);

    /** Sees objects, but not their content. */
    interface Visitor {
        /**
         * Sees an object; false ends the visit.
         *
         * @param writtenAt when its content was stored, by the store's clock
         */
        boolean visit(String key, Instant writtenAt);
    }

    /**
     * This store for what shows a subject or derives from it. Where the store encrypts, objects that are put by the view can
     * be read, by every view, until the subject's key is destroyed. Keys of objects are the same by every view.
     */
    default ObjectStore of(SubjectId subject) {
        return this;
    }

    /**
     * Destroys the key of a subject for good: what was put by its view is as if it were missing, copies elsewhere included,
     * and nothing can be put by it any more. Changes nothing where the store does not encrypt; objects stay either way.
     */
    default void destroyKey(SubjectId subject) {}

    /** Throws {@link StoreUnavailableException} unless the store can be reached and written to. */
    void probe();
}
