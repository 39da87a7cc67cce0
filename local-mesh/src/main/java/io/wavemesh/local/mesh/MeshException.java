package io.wavemesh.local.mesh;

/** A part of the mesh did not start, or died; the message names it and its log. */
public final class MeshException extends RuntimeException {
    MeshException(String message) {
        super(message);
    }

    MeshException(String message, Throwable cause) {
        super(message, cause);
    }
}
