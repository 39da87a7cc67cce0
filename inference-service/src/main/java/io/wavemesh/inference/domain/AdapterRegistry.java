package io.wavemesh.inference.domain;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Every adapter that has been announced and not withdrawn, by metadata alone (about half a kilobyte each). Safe for
 * several threads.
 */
public final class AdapterRegistry {
    private static final int MOST_KINDS = 10_000;

    private final NavigableMap<String, KnownAdapter> known = new ConcurrentSkipListMap<>();
    private final Pool<KnownAdapter.Kind> kinds = new Pool<>(MOST_KINDS);

    /** Takes an announcement; a later one of the same adapter replaces it. */
    public void announce(AdapterAnnouncement adapter) {
        known.put(adapter.adapterId().value(), new KnownAdapter(adapter, kinds));
    }

    /** Forgets an adapter; says whether it was known. */
    public boolean withdraw(AdapterId adapter) {
        return known.remove(adapter.value()) != null;
    }

    /** An adapter's announcement, whomever it belongs to; empty if it is not known. */
    public Optional<AdapterAnnouncement> find(AdapterId adapter) {
        return Optional.ofNullable(known.get(adapter.value())).map(found -> found.announcement(adapter));
    }

    /** An adapter's announcement; empty if it is not known, or another's than the caller's. */
    public Optional<AdapterAnnouncement> find(Caller caller, AdapterId adapter) {
        return find(adapter).filter(known -> caller.sees(known.owner()));
    }

    /** Number of known adapters. */
    public int size() {
        return known.size();
    }

    /** Known adapters of a caller in the order of their ids. */
    public List<AdapterAnnouncement> list(AdapterQuery query) {
        return (query.after().isPresent() ? known.tailMap(query.after().get().value(), false) : known)
                .entrySet().stream()
                        .filter(e -> query.subject().isEmpty()
                                || e.getValue().shows(query.subject().get()))
                        .filter(e -> query.caller().sees(e.getValue().owner()))
                        .limit(query.limit())
                        .map(e -> e.getValue().announcement(new AdapterId(e.getKey())))
                        .toList();
    }
}
