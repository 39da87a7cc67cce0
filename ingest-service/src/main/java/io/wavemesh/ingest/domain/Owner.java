package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.ClientId;
import java.util.Optional;

/**
 * Whose a subject is.
 *
 * @param client absent where it belongs to nobody, such as what was made without authentication
 */
record Owner(Optional<ClientId> client) {}
