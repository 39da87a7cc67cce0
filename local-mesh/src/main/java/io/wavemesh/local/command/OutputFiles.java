package io.wavemesh.local.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Where results go: checked, and their folders made, before long work begins. */
final class OutputFiles {
    private OutputFiles() {}

    /** Refuses a file name with another suffix; throws {@link IllegalArgumentException}. */
    static void requireSuffix(String option, Path file, String suffix) {
        Path name = file.getFileName();
        if (name == null || !name.toString().toLowerCase(Locale.ROOT).endsWith(suffix)) {
            throw new IllegalArgumentException(option + " must end in " + suffix + ", was '" + file + "'");
        }
    }

    /** Makes the folder of a file to be written; throws {@link IllegalArgumentException} if it cannot be one. */
    static void prepareFile(String option, Path file) {
        if (file.toString().isEmpty() || Files.isDirectory(file)) {
            throw new IllegalArgumentException(option + " must name a file, '" + file + "' is a folder");
        }
        prepareFolder(option, file.toAbsolutePath().getParent());
    }

    /** Makes a folder; throws {@link IllegalArgumentException} if something else is in the way. */
    static void prepareFolder(String option, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException cause) {
            throw new IllegalArgumentException(option + ": cannot create the folder " + folder, cause);
        }
        if (!Files.isWritable(folder)) {
            throw new IllegalArgumentException(option + ": no permission to write to " + folder);
        }
    }
}
