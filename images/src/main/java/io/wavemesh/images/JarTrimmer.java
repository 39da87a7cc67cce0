package io.wavemesh.images;

import io.wavemesh.images.NativeLibraries.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Takes native libraries out of jars. Equal jars give equal bytes. */
final class JarTrimmer {
    private final Path jars;
    private final Path natives;

    /** Writes new jars to the one folder, and engines' libraries to folders in the other. */
    JarTrimmer(Path jars, Path natives) {
        this.jars = jars;
        this.natives = natives;
    }

    /** The jar itself if nothing is to be taken out of it, else a smaller copy. */
    Path trim(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = Collections.list(zip.entries());
            if (entries.stream().allMatch(entry -> NativeLibraries.of(entry.getName()) == Verdict.KEEP)) {
                return jar;
            }
            Files.createDirectories(jars);
            Path trimmed = jars.resolve(jar.getFileName());
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(trimmed))) {
                for (ZipEntry entry : entries) {
                    trim(zip, entry, out);
                }
            }
            return trimmed;
        }
    }

    private void trim(ZipFile zip, ZipEntry entry, ZipOutputStream out) throws IOException {
        switch (NativeLibraries.of(entry.getName())) {
            case KEEP -> {
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                out.putNextEntry(copy);
                try (InputStream in = zip.getInputStream(entry)) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
            case ONNXRUNTIME -> extract(zip, entry, natives.resolve("onnxruntime"));
            case LIBTORCH -> extract(zip, entry, natives.resolve("libtorch"));
            case DROP -> {}
        }
    }

    private static void extract(ZipFile zip, ZipEntry entry, Path folder) throws IOException {
        Files.createDirectories(folder);
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, folder.resolve(name));
        }
    }
}
