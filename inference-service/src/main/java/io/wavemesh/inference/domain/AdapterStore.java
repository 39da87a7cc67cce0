package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import java.nio.file.Path;
import java.util.Optional;

/** The adapters' files. Methods throw {@code RetryableException} while the store can't be reached. */
public interface AdapterStore {
    /** The files of an adapter's folder that clients can read. */
    enum File {
        CONFIG("adapter_config.json", "application/json"),
        WEIGHTS("adapter_model.safetensors", "application/octet-stream"),
        PROVENANCE("provenance.json", "application/json");

        private final String fileName;
        private final String mediaType;

        File(String fileName, String mediaType) {
            this.fileName = fileName;
            this.mediaType = mediaType;
        }

        /** Its name in the folder. */
        public String fileName() {
            return fileName;
        }

        /** Its media type. */
        public String mediaType() {
            return mediaType;
        }

        /** The file of that name, empty if there is none. */
        public static Optional<File> named(String name) {
            for (File file : values()) {
                if (file.fileName.equals(name)) {
                    return Optional.of(file);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Copies configuration and weights of an adapter, checked by SHA-256, into a folder.
     *
     * @throws AdapterInvalidException if a file is too large or other than announced
     * @throws AdapterGoneException if a file is missing
     */
    void fetch(AdapterAnnouncement adapter, Path folder);

    /**
     * Copies one file of an adapter, checked by SHA-256.
     *
     * @throws AdapterInvalidException if it is too large or other than announced
     * @throws AdapterGoneException if it is missing
     */
    void fetch(AdapterAnnouncement adapter, File file, Path target);

    /** Removes an adapter's files, if they are there. */
    void delete(AdapterId adapter);

    /** Removes an adapter's files and every stored image that shows it. */
    void erase(AdapterId adapter);
}
