package io.wavemesh.sdxl.network;

import io.wavemesh.waveft.OneLine;

/** A model folder's config.json describes a network that cannot be built; the message is one line and names file and field. */
public final class NetworkConfigException extends IllegalArgumentException {
    public NetworkConfigException(String message) {
        super(OneLine.of(message));
    }
}
