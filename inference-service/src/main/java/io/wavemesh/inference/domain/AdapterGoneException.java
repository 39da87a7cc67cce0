package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.PermanentException;

/** An adapter was withdrawn after its job had been accepted, or its files were deleted. */
public final class AdapterGoneException extends PermanentException {
    /** Names the adapter. */
    public AdapterGoneException(AdapterId adapter) {
        super("adapter " + adapter + " is no longer there");
    }
}
