package io.wavemesh.device;

/** The GPU must not be given more work; the message says why, in one line. */
public final class DeviceUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeviceUnusableException(String reason) {
        super(reason);
    }
}
