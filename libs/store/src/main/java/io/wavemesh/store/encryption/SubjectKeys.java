package io.wavemesh.store.encryption;

import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.store.ObjectConflictException;
import io.wavemesh.contracts.store.ObjectCorruptException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.StoreRefusedException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Subjects' keys, wrapped by a master key, as objects {@code keys/SUBJECT/KEY.MASTER}. A subject mostly has one; two writers
 * that begin at the same time make one each. {@code keys/SUBJECT/destroyed} marks a subject whose keys are gone for good.
 * Keys in use are remembered for a while. Safe for several threads and processes.
 */
public final class SubjectKeys {
    /** How long another process may still use a key that was destroyed. */
    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final String ROOT = "keys/";
    private static final String DESTROYED = "destroyed";
    private static final int ID_BYTES = 8;
    private static final int KEY_BYTES = 32;
    private static final int MAX_WRAPPED_BYTES = 4096;
    private static final int MAX_REMEMBERED = 10_000;

    private final ObjectStore store;
    private final MasterKeys masters;
    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Remembered> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    private record Remembered(SubjectKey key, long since) {}

    /** Keys in a store. */
    public SubjectKeys(ObjectStore store, MasterKeys masters) {
        this(store, masters, System::nanoTime);
    }

    SubjectKeys(ObjectStore store, MasterKeys masters, LongSupplier nanos) {
        this.store = store;
        this.masters = masters;
        this.nanos = nanos;
    }

    /** A key to encrypt with; made if there is none. Throws {@link SubjectErasedException} after its destruction. */
    SubjectKey forWriting(SubjectId subject) {
        Optional<SubjectKey> known = recall(subject + "/");
        if (known.isPresent()) {
            return known.get();
        }
        List<String> names = store.list(prefix(subject));
        requireNotDestroyed(subject, names);
        for (String name : names) {
            Optional<SubjectKey> key = read(subject, KeyName.of(name));
            if (key.isPresent()) {
                return rememberForWriting(subject, key.get());
            }
        }
        return rememberForWriting(subject, create(subject));
    }

    /** The key of a name; empty if it is gone. */
    Optional<SubjectKey> find(SubjectId subject, String id) {
        String place = subject + "/" + id;
        Optional<SubjectKey> known = recall(place);
        if (known.isPresent()) {
            return known;
        }
        for (String master : masters.names()) {
            Optional<SubjectKey> key = read(subject, new KeyName(subject.value(), id, master));
            if (key.isPresent()) {
                return Optional.of(remember(place, key.get()));
            }
        }
        boolean wrappedByAnother = store.list(prefix(subject)).stream()
                .anyMatch(name -> KeyName.of(name).id().equals(id));
        if (wrappedByAnother) {
            throw new StoreRefusedException(
                    "a key of " + subject + " is wrapped by a master key that is not known", null);
        }
        return Optional.empty();
    }

    /** Destroys all keys of a subject, and lets nobody make another. */
    void destroy(SubjectId subject) {
        synchronized (remembered) {
            remembered.keySet().removeIf(place -> place.startsWith(subject + "/"));
        }
        // The mark first: who makes a key looks for it afterwards.
        store.put(prefix(subject) + DESTROYED, new byte[0]);
        store.list(prefix(subject)).stream()
                .filter(name -> !name.endsWith("/" + DESTROYED))
                .forEach(store::delete);
    }

    /**
     * Wraps by the current master key what others wrapped; from then on those are not needed. May be interrupted and begun
     * again. Returns how many keys it wrapped.
     */
    public int rotate() {
        int count = 0;
        List<String> names = masters.names().size() > 1 ? store.list(ROOT) : List.of();
        for (String name : names) {
            KeyName key = KeyName.of(name);
            if (!key.master().isEmpty() && !key.master().equals(masters.current())) {
                count += rewrap(key) ? 1 : 0;
            }
        }
        return count;
    }

    private boolean rewrap(KeyName name) {
        SubjectId subject = new SubjectId(name.subject());
        Optional<SubjectKey> key = masters.names().contains(name.master()) ? read(subject, name) : Optional.empty();
        key.ifPresent(found -> {
            store(subject, found);
            store.delete(name.path());
        });
        return key.isPresent();
    }

    private SubjectKey create(SubjectId subject) {
        byte[] id = new byte[ID_BYTES];
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(id);
        random.nextBytes(key);
        SubjectKey created = new SubjectKey(HexFormat.of().formatHex(id), key);
        store(subject, created);
        return created;
    }

    private void store(SubjectId subject, SubjectKey key) {
        KeyName name = new KeyName(subject.value(), key.id(), masters.current());
        try {
            store.put(name.path(), masters.wrap(key.bytes(), name.place()));
        } catch (ObjectConflictException e) {
            // Another rotation wrapped it: no two wrappings are equal.
        }
        // Destruction marks before it deletes: one of the two sees the other.
        if (store.find(prefix(subject) + DESTROYED, MAX_WRAPPED_BYTES).isPresent()) {
            store.delete(name.path());
            throw erased(subject);
        }
    }

    private Optional<SubjectKey> read(SubjectId subject, KeyName name) {
        if (!masters.names().contains(name.master())) {
            return Optional.empty();
        }
        return store.find(name.path(), MAX_WRAPPED_BYTES).map(wrapped -> masters.unwrap(
                        name.master(), wrapped, name.place())
                .map(bytes -> new SubjectKey(name.id(), bytes))
                .orElseThrow(() -> new ObjectCorruptException("a key of " + subject
                        + " does not open: it was altered, or the master key " + name.master() + " is another")));
    }

    private static void requireNotDestroyed(SubjectId subject, List<String> names) {
        if (names.contains(prefix(subject) + DESTROYED)) {
            throw erased(subject);
        }
    }

    private static SubjectErasedException erased(SubjectId subject) {
        return new SubjectErasedException("the key of " + subject + " is destroyed");
    }

    private Optional<SubjectKey> recall(String place) {
        synchronized (remembered) {
            Remembered found = remembered.get(place);
            return found == null || nanos.getAsLong() - found.since() > REMEMBERED.toNanos()
                    ? Optional.empty()
                    : Optional.of(found.key());
        }
    }

    private SubjectKey rememberForWriting(SubjectId subject, SubjectKey key) {
        remember(subject + "/" + key.id(), key);
        return remember(subject + "/", key);
    }

    private SubjectKey remember(String place, SubjectKey key) {
        synchronized (remembered) {
            remembered.put(place, new Remembered(key, nanos.getAsLong()));
        }
        return key;
    }

    private static String prefix(SubjectId subject) {
        return ROOT + subject + "/";
    }

    /** Where a key lies; id and master are empty for the mark. */
    private record KeyName(String subject, String id, String master) {
        static KeyName of(String path) {
            String[] folders = path.split("/");
            String[] name = folders[2].split("\\.", 2);
            return new KeyName(folders[1], name.length == 2 ? name[0] : "", name.length == 2 ? name[1] : "");
        }

        String path() {
            return ROOT + subject + "/" + id + "." + master;
        }

        /** What the key is wrapped for; the master key may change. */
        String place() {
            return subject + "/" + id;
        }
    }
}
