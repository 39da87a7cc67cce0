package io.wavemesh.access;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The keys of a file that changes: {@link #refresh} takes a new content whole or, if anything is wrong with it, keeps the last
 * good one. The content decides, not the file's time, so links that are swapped and edits in place count alike. Safe for threads.
 */
public final class WatchedKeys {
    private final Path file;
    private volatile KeyRing ring;
    private byte[] content;
    private String fault;

    /** How a look at the file ended. */
    public enum Refreshed {
        /** Nothing new. */
        SAME,
        /** Other keys count now. */
        CHANGED,
        /** The file can't be used in a way that was not told before; see {@link #fault}. */
        BROKEN
    }

    private WatchedKeys(Path file, byte[] content, KeyRing ring) {
        this.file = file;
        this.content = content;
        this.ring = ring;
    }

    /** Reads a file for the first time. */
    public static WatchedKeys open(Path file) throws KeyFileException {
        byte[] content = KeyFile.bytes(file);
        return new WatchedKeys(file, content, KeyFile.parse(file, content));
    }

    /** The keys that count now. */
    public KeyRing ring() {
        return ring;
    }

    /** Why the file can't be used now; empty while it can. */
    public synchronized Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** Looks at the file again. */
    public synchronized Refreshed refresh() {
        try {
            byte[] found = KeyFile.bytes(file);
            if (Arrays.equals(found, content)) {
                fault = null;
                return Refreshed.SAME;
            }
            ring = KeyFile.parse(file, found);
            content = found;
            fault = null;
            return Refreshed.CHANGED;
        } catch (KeyFileException e) {
            boolean told = e.getMessage().equals(fault);
            fault = e.getMessage();
            return told ? Refreshed.SAME : Refreshed.BROKEN;
        }
    }
}
