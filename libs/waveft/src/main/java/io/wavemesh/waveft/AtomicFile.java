package io.wavemesh.waveft;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes files so that a reader sees the old one or the whole new one, never a part. */
public final class AtomicFile {
    /** What writes the contents. */
    @FunctionalInterface
    public interface Contents {
        /** Writes everything to a channel that stands at its start. */
        void writeTo(FileChannel channel) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes under another name in the same folder, then moves into place, replacing a file that exists. If anything
     * fails, the old file stays and the new one is removed. The file has the permissions of any new file.
     *
     * @param target file; its folder must exist
     * @param contents what writes it
     * @throws IOException if the folder is missing or not writable, or the target is a folder
     */
    public static void write(Path target, Contents contents) throws IOException {
        Path place = target.toAbsolutePath();
        if (Files.isDirectory(place)) {
            throw new FileAlreadyExistsException(target.toString(), null, "is a folder");
        }
        Path part = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel =
                    FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                contents.writeTo(channel);
                channel.force(true);
            }
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
