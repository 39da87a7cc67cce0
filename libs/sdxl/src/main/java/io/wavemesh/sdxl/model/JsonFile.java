package io.wavemesh.sdxl.model;

import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a JSON object from a file that may be hostile: its size is bounded before anything is allocated. */
public final class JsonFile {
    /** The largest of the published folder's JSON files, tokenizer.json, has 2.2 MB. */
    private static final int MAX_BYTES = 32 << 20;

    private JsonFile() {}

    /**
     * @param file a JSON file
     * @return its top-level object, unmodifiable, in file order
     * @throws ModelFolderException if the file is missing, larger than 32 MiB, not JSON or not an object
     */
    public static Map<String, Object> read(Path file) {
        byte[] bytes = bytes(file);
        Object value;
        try {
            value = Json.parse(bytes);
        } catch (RuntimeException e) {
            throw new ModelFolderException(file, "not valid JSON: " + e.getMessage(), e);
        }
        if (!(value instanceof Map<?, ?> object)) {
            throw new ModelFolderException(file, "must hold a JSON object");
        }
        Map<String, Object> result = new LinkedHashMap<>();
        object.forEach((key, entry) -> result.put((String) key, entry));
        return Collections.unmodifiableMap(result);
    }

    /**
     * @param file any small file
     * @return its bytes
     * @throws ModelFolderException if it is missing, unreadable or larger than 32 MiB
     */
    public static byte[] bytes(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelFolderException(file, "missing");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ModelFolderException(file, "larger than " + MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new ModelFolderException(file, "cannot be read: " + e.getMessage(), e);
        }
    }
}
