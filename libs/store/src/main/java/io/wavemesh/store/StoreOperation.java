package io.wavemesh.store;

/** What is asked of a store, as it is counted. */
public enum StoreOperation {
    /** Content, a name, or whether it is there. */
    READ,
    /** An object is stored. */
    WRITE,
    /** One or many objects are deleted. */
    DELETE,
    /** Names are listed. */
    LIST,
    /** Whether the store works. */
    PROBE
}
