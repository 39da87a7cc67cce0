package io.wavemesh.trainer.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for the files of one run, deleted when closed. It is locked meanwhile, and the operating system lets the lock
 * go when the process dies, so that pictures that a killed trainer left behind are found and deleted by the next.
 */
final class RunFolder implements AutoCloseable {
    /** Only a folder that has it is ever deleted. */
    private static final String LOCK = ".wavemesh-run";

    private final Path path;
    private final FileChannel channel;

    private RunFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Makes one below the work folder, which is made when missing. */
    static RunFolder create(Path workFolder, String prefix) throws IOException {
        Files.createDirectories(workFolder);
        Path path = Files.createTempDirectory(workFolder, prefix);
        FileChannel channel =
                FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.lock();
        return new RunFolder(path, channel);
    }

    /** Deletes the folders of processes that are gone, and returns how many these were. */
    static int deleteAbandoned(Path workFolder) throws IOException {
        int deleted = 0;
        try (Stream<Path> folders = Files.list(workFolder)) {
            for (Path folder : folders.toList()) {
                if (isAbandoned(folder)) {
                    delete(folder);
                    deleted++;
                }
            }
        } catch (NoSuchFileException e) {
            return deleted; // no run yet, or another trainer was quicker
        }
        return deleted;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            channel.close();
            delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }

    private static boolean isAbandoned(Path folder) throws IOException {
        Path lockFile = folder.resolve(LOCK);
        if (!Files.exists(lockFile)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // of this process
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }
}
