package io.wavemesh.messaging;

import io.wavemesh.contracts.RetryableException;

/** The brokers didn't answer, or not in time. */
public final class BrokerUnavailableException extends RetryableException {
    BrokerUnavailableException(String message) {
        super(message);
    }

    BrokerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
