package io.wavemesh.contracts.store;

/** The object store answers, but refuses: no rights, no such bucket, no room. Later it may work, at once it does not. */
public final class StoreRefusedException extends StoreUnavailableException {
    /** One line that says what is refused, and why. */
    public StoreRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
