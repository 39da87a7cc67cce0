package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.PermanentException;

/** An adapter was withdrawn after its job had been accepted. */
final class AdapterGoneException extends PermanentException {
    AdapterGoneException(AdapterId adapter) {
        super("adapter " + adapter + " is no longer there");
    }
}
