package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.SubjectId;
import java.util.Optional;

/**
 * Which adapters to list.
 *
 * @param subject only those of this subject
 * @param owner only those of this client
 * @param after only ids behind this one
 * @param limit at most so many
 */
public record AdapterQuery(
        Optional<SubjectId> subject, Optional<ClientId> owner, Optional<AdapterId> after, int limit) {}
