package io.wavemesh.contracts.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder for what a process keeps for a moment, below one that processes share. A process that is killed can't clear
 * up, so whoever makes a folder next deletes those of dead processes: each living one holds a lock on the file beside
 * its folder.
 */
public final class ScratchFolder implements AutoCloseable {
    private static final String LOCK = ".lock";

    private final Path path;
    private final Path lock;
    private final FileChannel channel;

    private ScratchFolder(Path path, Path lock, FileChannel channel) {
        this.path = path;
        this.lock = lock;
        this.channel = channel;
    }

    /** A new empty folder; throws {@link UncheckedIOException} if it can't be made. */
    public static ScratchFolder below(Path shared) {
        try {
            Files.createDirectories(shared);
            ScratchFolder made = make(shared);
            clear(shared);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot work in " + shared, e);
        }
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    /** Deletes the folder. */
    @Override
    public void close() {
        try (channel) {
            delete(path);
            Files.deleteIfExists(lock);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }

    private static ScratchFolder make(Path shared) throws IOException {
        while (true) {
            String name = UUID.randomUUID().toString();
            Path lock = shared.resolve(name + LOCK);
            FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel.lock();
            // Somebody who cleared up may have been quicker and deleted the file: then the lock says nothing.
            if (Files.exists(lock)) {
                return new ScratchFolder(Files.createDirectory(shared.resolve(name)), lock, channel);
            }
            channel.close();
        }
    }

    private static void clear(Path shared) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(shared)) {
            for (Path entry : all) {
                String name = entry.getFileName().toString();
                if (name.endsWith(LOCK)) {
                    clearIfDead(shared.resolve(name.substring(0, name.length() - LOCK.length())), entry);
                } else if (Files.notExists(shared.resolve(name + LOCK))) {
                    delete(entry);
                }
            }
        }
    }

    private static void clearIfDead(Path folder, Path lock) throws IOException {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            FileLock taken = channel.tryLock();
            if (taken != null) {
                delete(folder);
                Files.deleteIfExists(lock);
            }
        } catch (OverlappingFileLockException | NoSuchFileException e) {
            // Of this process, or cleared by another one in this moment.
            return;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
