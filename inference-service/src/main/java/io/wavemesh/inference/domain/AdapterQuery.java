package io.wavemesh.inference.domain;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.SubjectId;
import java.util.Optional;

/**
 * Which adapters to list.
 *
 * @param caller only those that this caller may know of
 * @param subject only those of this subject
 * @param after only ids behind this one
 * @param limit at most so many
 */
public record AdapterQuery(Caller caller, Optional<SubjectId> subject, Optional<AdapterId> after, int limit) {}
