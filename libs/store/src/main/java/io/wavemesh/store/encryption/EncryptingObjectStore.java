package io.wavemesh.store.encryption;

import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.store.ObjectConflictException;
import io.wavemesh.contracts.store.ObjectCorruptException;
import io.wavemesh.contracts.store.ObjectKey;
import io.wavemesh.contracts.store.ObjectMissingException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.ObjectTooLargeException;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.contracts.store.StoreUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A store that encrypts what is put by the view of a subject; all else it keeps as it comes. Every view reads both kinds.
 * References are of the plain content. Content that is put again is compared with what is there after decryption, since no
 * two encryptions are equal.
 */
public final class EncryptingObjectStore implements ObjectStore {
    private static final int PUTS = 4;

    private final ObjectStore inner;
    private final SubjectKeys keys;
    private final Opening opening;
    private final Optional<SubjectId> subject;

    /** Around another store; the keys may lie in it, too. */
    public EncryptingObjectStore(ObjectStore inner, SubjectKeys keys) {
        this(inner, keys, Optional.empty());
    }

    private EncryptingObjectStore(ObjectStore inner, SubjectKeys keys, Optional<SubjectId> subject) {
        this.inner = inner;
        this.keys = keys;
        this.opening = new Opening(keys);
        this.subject = subject;
    }

    @Override
    public ObjectStore of(SubjectId subject) {
        return new EncryptingObjectStore(inner, keys, Optional.of(subject));
    }

    @Override
    public void destroyKey(SubjectId subject) {
        keys.destroy(subject);
    }

    @Override
    public ObjectRef put(String key, byte[] content) {
        return subject.isEmpty() ? inner.put(key, content) : seal(key, () -> new ByteArrayInputStream(content));
    }

    @Override
    public ObjectRef put(String key, Path file) {
        return subject.isEmpty() ? inner.put(key, file) : seal(key, () -> Files.newInputStream(file));
    }

    @Override
    public byte[] get(ObjectRef object, long maxBytes) {
        byte[] content = find(object.key(), maxBytes).orElseThrow(() -> missing(object.key()));
        check(object, new ObjectRef(object.key(), Sha256.of(content), content.length));
        return content;
    }

    @Override
    public void fetch(ObjectRef object, Path target) {
        try {
            if (!open(object.key(), object.byteCount(), target, found -> check(object, found))) {
                throw missing(object.key());
            }
        } catch (ObjectTooLargeException e) {
            throw new ObjectCorruptException(object.key() + " is longer than its reference says");
        }
    }

    @Override
    public boolean fetch(String key, long maxBytes, Path target) {
        return open(key, maxBytes, target, found -> {});
    }

    @Override
    public Optional<byte[]> find(String key, long maxBytes) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        return inner.find(key, Opening.storedBytes(maxBytes)).flatMap(stored -> {
            try {
                return opening.open(key, () -> new ByteArrayInputStream(stored), plain, maxBytes)
                        .map(found -> plain.toByteArray());
            } catch (IOException e) {
                throw new IllegalStateException("memory can be written to", e);
            }
        });
    }

    /** Whether there is such an object; it may be one whose key is destroyed. */
    @Override
    public boolean exists(String key) {
        return inner.exists(key);
    }

    @Override
    public void delete(String key) {
        inner.delete(key);
    }

    @Override
    public void deletePrefix(String prefix) {
        inner.deletePrefix(prefix);
    }

    @Override
    public List<String> list(String prefix) {
        return inner.list(prefix);
    }

    @Override
    public void visit(String prefix, Visitor visitor) {
        inner.visit(prefix, visitor);
    }

    @Override
    public void probe() {
        inner.probe();
    }

    private ObjectRef seal(String key, Sealed.Source content) {
        ObjectKey.check(key);
        SubjectKey with = keys.forWriting(subject.orElseThrow());
        Envelope envelope = new Envelope(subject.get(), with.id());
        try (Sealed sealed = Sealed.of(key, content, envelope, with)) {
            for (int put = 1; ; put++) {
                try {
                    inner.put(key, sealed.file());
                    return sealed.plain();
                } catch (ObjectConflictException e) {
                    if (isThere(sealed.plain())) {
                        return sealed.plain();
                    }
                    // Deleted meanwhile: once more.
                    if (put == PUTS || inner.exists(key)) {
                        throw e;
                    }
                }
            }
        }
    }

    private boolean isThere(ObjectRef plain) {
        try {
            Path copy = Files.createTempFile("compared-", ".tmp");
            try {
                return inner.fetch(plain.key(), Opening.storedBytes(plain.byteCount()), copy)
                        && opening.open(
                                        plain.key(),
                                        () -> Files.newInputStream(copy),
                                        OutputStream.nullOutputStream(),
                                        plain.byteCount())
                                .filter(plain::equals)
                                .isPresent();
            } catch (ObjectTooLargeException | ObjectCorruptException e) {
                return false;
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new StoreUnavailableException("cannot compare " + plain.key() + ": " + e, e);
        }
    }

    private boolean open(String key, long maxBytes, Path target, Consumer<ObjectRef> check) {
        try {
            Path parent = target.toAbsolutePath().getParent();
            Files.createDirectories(parent);
            Path stored = Files.createTempFile(parent, ".stored-", ".tmp");
            Path plain = Files.createTempFile(parent, ".fetch-", ".tmp");
            try {
                if (!inner.fetch(key, Opening.storedBytes(maxBytes), stored)) {
                    return false;
                }
                Optional<ObjectRef> found;
                try (OutputStream out = Files.newOutputStream(plain)) {
                    found = opening.open(key, () -> Files.newInputStream(stored), out, maxBytes);
                }
                found.ifPresent(check);
                if (found.isPresent()) {
                    Files.move(plain, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
                return found.isPresent();
            } finally {
                Files.deleteIfExists(stored);
                Files.deleteIfExists(plain);
            }
        } catch (IOException e) {
            throw new StoreUnavailableException("cannot write to " + target + ": " + e, e);
        }
    }

    private static void check(ObjectRef expected, ObjectRef found) {
        if (!found.equals(expected)) {
            throw new ObjectCorruptException(expected.key() + ": expected " + expected.byteCount()
                    + " bytes of SHA-256 " + expected.sha256() + ", found " + found.byteCount() + " of "
                    + found.sha256());
        }
    }

    private static ObjectMissingException missing(String key) {
        return new ObjectMissingException(key + " is not in the object store, or its key is destroyed");
    }
}
