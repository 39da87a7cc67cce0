package io.wavemesh.contracts;

import io.wavemesh.contracts.store.ObjectKey;

/**
 * Where an object lies in the object store and what it must contain.
 *
 * @param key the object's key, as {@link ObjectKey#check} accepts it
 * @param sha256 SHA-256 of the content, 64 lower-case hexadecimal digits
 * @param byteCount length of the content
 */
public record ObjectRef(String key, String sha256, long byteCount) {
    /** Throws {@link IllegalArgumentException} if a component has another form. */
    public ObjectRef {
        ObjectKey.check(Checks.required("key", key));
        Checks.sha256("sha256", sha256);
        Checks.range("byteCount", byteCount, 0, Long.MAX_VALUE);
    }
}
