package io.wavemesh.contracts.store;

import io.wavemesh.contracts.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Objects as files of one folder, which several processes may share. Content is written to a temporary file of the same
 * file system, forced to the disk and then linked to its name, so that no half-written object is ever seen and of two
 * writers only one wins.
 */
public final class FileObjectStore implements ObjectStore {
    private static final String TEMPORARY = ".tmp";
    private static final Duration LEFT_OVER = Duration.ofHours(1);
    private static final int ATTEMPTS = 3;

    private final Path root;

    /** Uses a folder, which is created when missing. */
    public FileObjectStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        try {
            Files.createDirectories(this.root.resolve(TEMPORARY));
            deleteLeftovers();
        } catch (IOException e) {
            throw unavailable("create", e);
        }
    }

    @Override
    public ObjectRef put(String key, byte[] content) {
        return store(key, out -> out.write(content));
    }

    @Override
    public ObjectRef put(String key, Path file) {
        return store(key, out -> Files.copy(file, out));
    }

    @Override
    public byte[] get(ObjectRef object, long maxBytes) {
        byte[] content = find(object.key(), maxBytes).orElseThrow(() -> missing(object.key()));
        check(object, content.length, Sha256.of(content));
        return content;
    }

    @Override
    public void fetch(ObjectRef object, Path target) {
        boolean there =
                copy(object.key(), Long.MAX_VALUE, target, (byteCount, sha256) -> check(object, byteCount, sha256));
        if (!there) {
            throw missing(object.key());
        }
    }

    @Override
    public boolean fetch(String key, long maxBytes, Path target) {
        return copy(key, maxBytes, target, (byteCount, sha256) -> {});
    }

    @Override
    public Optional<byte[]> find(String key, long maxBytes) {
        Path file = path(key);
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            requireAtMost(key, size, Math.min(maxBytes, Integer.MAX_VALUE - 16));
            return Optional.of(in.readNBytes((int) size));
        } catch (NoSuchFileException e) {
            requireRoot(e);
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable("read", e);
        }
    }

    @Override
    public boolean exists(String key) {
        boolean there = Files.isRegularFile(path(key));
        if (!there) {
            requireRoot(null);
        }
        return there;
    }

    @Override
    public void delete(String key) {
        try {
            Files.deleteIfExists(path(key));
        } catch (IOException e) {
            throw unavailable("delete", e);
        }
    }

    @Override
    public void deletePrefix(String prefix) {
        try {
            Files.walkFileTree(folder(prefix), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    return passOver(e);
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                    try {
                        Files.deleteIfExists(folder);
                    } catch (DirectoryNotEmptyException written) {
                        // What is put meanwhile stays.
                        return FileVisitResult.CONTINUE;
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw unavailable("delete", e);
        }
    }

    @Override
    public List<String> list(String prefix) {
        List<String> keys = new ArrayList<>();
        visit(prefix, (key, writtenAt) -> keys.add(key));
        Collections.sort(keys);
        return keys;
    }

    @Override
    public void visit(String prefix, Visitor visitor) {
        try {
            Files.walkFileTree(folder(prefix), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String key = root.relativize(file).toString().replace('\\', '/');
                    return visitor.visit(key, attributes.lastModifiedTime().toInstant())
                            ? FileVisitResult.CONTINUE
                            : FileVisitResult.TERMINATE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    return passOver(e);
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                    return e == null ? FileVisitResult.CONTINUE : passOver(e);
                }
            });
        } catch (IOException e) {
            throw unavailable("list", e);
        }
    }

    @Override
    public void probe() {
        try {
            Files.delete(Files.createTempFile(root.resolve(TEMPORARY), "probe-", TEMPORARY));
        } catch (IOException e) {
            throw unavailable("write to", e);
        }
    }

    /** What processes that died were writing; nobody writes one object for so long. */
    private void deleteLeftovers() throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(LEFT_OVER));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(TEMPORARY))) {
            for (Path file : files) {
                try {
                    if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                        Files.deleteIfExists(file);
                    }
                } catch (NoSuchFileException e) {
                    // Finished in this moment.
                    continue;
                }
            }
        }
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private interface Check {
        void accept(long byteCount, String sha256);
    }

    private boolean copy(String key, long maxBytes, Path target, Check check) {
        Path source = path(key);
        try {
            Path parent = target.toAbsolutePath().getParent();
            Files.createDirectories(parent);
            Path temporary = Files.createTempFile(parent, ".fetch-", TEMPORARY);
            try (InputStream in = Files.newInputStream(source)) {
                requireAtMost(key, Files.size(source), maxBytes);
                DigestOutputStream out = Sha256.digesting(Files.newOutputStream(temporary));
                try (out) {
                    in.transferTo(out);
                }
                check.accept(Files.size(temporary), Sha256.hex(out));
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return true;
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (NoSuchFileException e) {
            requireRoot(e);
            return false;
        } catch (IOException e) {
            throw unavailable("read", e);
        }
    }

    private static void requireAtMost(String key, long byteCount, long maxBytes) {
        if (byteCount > maxBytes) {
            throw new ObjectTooLargeException(
                    key + " has " + byteCount + " bytes, at most " + maxBytes + " are accepted");
        }
    }

    private ObjectRef store(String key, Content content) {
        Path target = path(key);
        try {
            Path temporary = Files.createTempFile(root.resolve(TEMPORARY), "put-", TEMPORARY);
            try {
                DigestOutputStream out = Sha256.digesting(Files.newOutputStream(temporary));
                try (out) {
                    content.writeTo(out);
                }
                force(temporary);
                ObjectRef object = new ObjectRef(key, Sha256.hex(out), Files.size(temporary));
                publish(temporary, target, object);
                return object;
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw unavailable("write to", e);
        }
    }

    private void publish(Path temporary, Path target, ObjectRef object) throws IOException {
        // Another process may delete the folder before the link, or what is there before it is compared: then once
        // more.
        for (int attempt = 1; ; attempt++) {
            try {
                Files.createDirectories(target.getParent());
                link(temporary, target);
                force(target.getParent());
                return;
            } catch (FileAlreadyExistsException e) {
                Optional<String> there = sha256(target);
                if (there.equals(Optional.of(object.sha256()))) {
                    return;
                }
                if (there.isPresent() || attempt == ATTEMPTS) {
                    throw new ObjectConflictException(object.key() + " is there with other content");
                }
            } catch (NoSuchFileException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Optional<String> sha256(Path file) throws IOException {
        try {
            return Optional.of(Sha256.of(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static void link(Path temporary, Path target) throws IOException {
        try {
            Files.createLink(target, temporary);
        } catch (UnsupportedOperationException e) {
            // A file system without hard links: the check and the move are two steps there.
            if (Files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void force(Path fileOrFolder) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileVisitResult passOver(IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    private static void check(ObjectRef object, long byteCount, String sha256) {
        if (byteCount != object.byteCount() || !sha256.equals(object.sha256())) {
            throw new ObjectCorruptException(object.key() + ": expected " + object.byteCount() + " bytes of SHA-256 "
                    + object.sha256() + ", found " + byteCount + " of " + sha256);
        }
    }

    private Path path(String key) {
        return root.resolve(ObjectKey.check(key));
    }

    private Path folder(String prefix) {
        return root.resolve(ObjectKey.checkPrefix(prefix));
    }

    private void requireRoot(IOException cause) {
        if (!Files.isDirectory(root)) {
            throw new StoreUnavailableException("object store folder is gone: " + root, cause);
        }
    }

    private static ObjectMissingException missing(String key) {
        return new ObjectMissingException(key + " is not in the object store");
    }

    private StoreUnavailableException unavailable(String verb, IOException cause) {
        return new StoreUnavailableException("cannot " + verb + " the object store at " + root + ": " + cause, cause);
    }
}
