package io.wavemesh.sdxl.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model folder's file {@code SHA256SUMS} says of its files, in the format of {@code sha256sum}: a hash, two spaces and a
 * path below the folder on each line. A folder without such a file is taken as it is.
 */
final class Checksums {
    static final String FILE = "SHA256SUMS";
    private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64}) [ *](.+)");
    private static final long MOST_BYTES = 1 << 20;

    private Checksums() {}

    /** Throws {@link ModelFolderException} for the first file that is missing or not what the list says. */
    static void verify(Path folder) {
        Path list = folder.resolve(FILE);
        if (!Files.exists(list)) {
            return;
        }
        try {
            if (Files.size(list) > MOST_BYTES) {
                throw new ModelFolderException(list, "is larger than " + MOST_BYTES + " bytes");
            }
            List<String> lines = Files.readAllLines(list);
            for (int i = 0; i < lines.size(); i++) {
                Matcher line = LINE.matcher(lines.get(i));
                if (!line.matches()) {
                    throw new ModelFolderException(list, "line " + (i + 1) + " is not a hash and a path");
                }
                verify(folder, list, line.group(2), line.group(1).toLowerCase(Locale.ROOT));
            }
        } catch (IOException e) {
            throw new ModelFolderException(list, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static void verify(Path folder, Path list, String name, String expected) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder.normalize())) {
            throw new ModelFolderException(list, "names a file outside the folder: " + name);
        }
        if (!Files.isRegularFile(file)) {
            throw new ModelFolderException(file, "missing, but listed in " + FILE);
        }
        String found = hash(file);
        if (!found.equals(expected)) {
            throw new ModelFolderException(file, "has the SHA-256 " + found + ", not that of " + FILE);
        }
    }

    private static String hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            byte[] buffer = new byte[1 << 16];
            while (digest.read(buffer) >= 0) {}
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
