package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.SubjectId;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Every adapter that has been announced and not withdrawn, by metadata alone (about a kilobyte each). Safe for several
 * threads.
 */
public final class AdapterRegistry {
    private final NavigableMap<String, AdapterAnnouncement> known = new ConcurrentSkipListMap<>();

    /** Takes an announcement; a later one of the same adapter replaces it. */
    public void announce(AdapterAnnouncement adapter) {
        known.put(adapter.adapterId().value(), adapter);
    }

    /** Forgets an adapter; says whether it was known. */
    public boolean withdraw(AdapterId adapter) {
        return known.remove(adapter.value()) != null;
    }

    /** An adapter's announcement, empty if it is not known. */
    public Optional<AdapterAnnouncement> find(AdapterId adapter) {
        return Optional.ofNullable(known.get(adapter.value()));
    }

    /** Number of known adapters. */
    public int size() {
        return known.size();
    }

    /**
     * Known adapters in the order of their ids.
     *
     * @param subject only those of this subject
     * @param after only ids behind this one
     * @param limit at most so many
     */
    public List<AdapterAnnouncement> list(Optional<SubjectId> subject, Optional<AdapterId> after, int limit) {
        return (after.isPresent() ? known.tailMap(after.get().value(), false) : known)
                .values().stream()
                        .filter(a -> subject.isEmpty() || a.subjectId().equals(subject.get()))
                        .limit(limit)
                        .toList();
    }
}
