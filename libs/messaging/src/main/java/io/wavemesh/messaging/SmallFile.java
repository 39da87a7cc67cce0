package io.wavemesh.messaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads mounted secrets and certificates. */
final class SmallFile {
    private static final int MOST_BYTES = 1 << 20;

    private SmallFile() {}

    /** The text, or empty and one fault more. */
    static Optional<String> read(String key, Path path, List<String> faults) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                faults.add(key + " is larger than " + MOST_BYTES + " bytes: " + path);
                return Optional.empty();
            }
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            faults.add(key + " cannot be read: " + path);
            return Optional.empty();
        }
    }
}
