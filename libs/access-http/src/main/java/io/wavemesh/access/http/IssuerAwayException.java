package io.wavemesh.access.http;

import io.wavemesh.contracts.RetryableException;

/** A bearer token can't be verified, as its issuer can't be asked for its keys; its client isn't to blame. */
public final class IssuerAwayException extends RetryableException {
    private static final long serialVersionUID = 1L;

    IssuerAwayException(Throwable cause) {
        super("the issuer of bearer tokens can't be asked", cause);
    }
}
