package io.wavemesh.sdxl.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the model folder inside a Hugging Face cache entry ({@code models--org--name}, with refs and snapshots). */
final class HubCache {
    private HubCache() {}

    /**
     * @param folder what the user named
     * @return the snapshot that {@code refs/main} points to, or the only snapshot; the folder itself if it is not a
     *     cache entry
     * @throws ModelFolderException if the entry has no or no clear snapshot
     */
    static Path snapshot(Path folder) {
        Path snapshots = folder.resolve("snapshots");
        if (Files.exists(folder.resolve(ModelFolder.INDEX_FILE)) || !Files.isDirectory(snapshots)) {
            return folder;
        }
        Path ref = folder.resolve("refs").resolve("main");
        if (Files.isRegularFile(ref)) {
            String revision = new String(JsonFile.bytes(ref), StandardCharsets.UTF_8).strip();
            if (!revision.matches("[0-9a-fA-F]{6,64}") || !Files.isDirectory(snapshots.resolve(revision))) {
                throw new ModelFolderException(ref, "names no snapshot of this cache");
            }
            return snapshots.resolve(revision);
        }
        try (Stream<Path> entries = Files.list(snapshots)) {
            List<Path> all = entries.filter(Files::isDirectory).toList();
            if (all.size() != 1) {
                throw new ModelFolderException(snapshots, "holds " + all.size() + " snapshots: name one of them");
            }
            return all.get(0);
        } catch (IOException e) {
            throw new ModelFolderException(snapshots, "cannot be listed: " + e.getMessage(), e);
        }
    }
}
