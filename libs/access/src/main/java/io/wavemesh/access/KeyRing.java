package io.wavemesh.access;

import io.wavemesh.contracts.ClientId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All keys that open the door at one moment. Unchangeable. */
public final class KeyRing {
    /** Compared with where no entry has the key's id, so that the answer takes as long. */
    private static final KeyEntry NOBODY = new KeyEntry("0", Caller.of(new ClientId("nobody"), Set.of()), new byte[32]);

    private final Map<String, KeyEntry> entries;

    /** Entries by the id of their key. */
    KeyRing(Map<String, KeyEntry> entries) {
        this.entries = Map.copyOf(entries);
    }

    /** Who holds a key; empty if it is of another form, unknown or wrong. */
    public Optional<Caller> find(String presented) {
        Optional<ApiKey> key = ApiKey.parse(presented);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        KeyEntry entry = entries.getOrDefault(key.get().id(), NOBODY);
        boolean opens = entry.opensTo(key.get().sha256());
        return opens && entry != NOBODY ? Optional.of(entry.caller()) : Optional.empty();
    }

    /** Number of keys. */
    public int size() {
        return entries.size();
    }
}
