package io.wavemesh.generation;

/**
 * The device has no memory left for what was asked. The engine can go on with other requests: smaller ones, or the same one
 * when memory is free again.
 */
public final class DeviceMemoryException extends EngineFailureException {
    private static final long serialVersionUID = 1L;

    DeviceMemoryException(String doing, Throwable cause) {
        super(doing + ", device memory exhausted", cause);
    }
}
