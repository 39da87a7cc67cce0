package io.wavemesh.ingest.domain;

/** How far an erasure came while the client waited. */
public enum ErasureOutcome {
    /** Nothing that the mesh knows of the subject is left. */
    DONE,
    /** It is certain to happen, and goes on as soon as what is away is back. */
    PROMISED
}
