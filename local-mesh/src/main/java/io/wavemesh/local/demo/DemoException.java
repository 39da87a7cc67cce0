package io.wavemesh.local.demo;

/** The demo did not reach its end; the message is fit to be shown alone. */
public final class DemoException extends RuntimeException {
    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
