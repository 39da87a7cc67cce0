package io.wavemesh.benchmarks.figures;

import io.wavemesh.waveft.json.Json;
import io.wavemesh.waveft.json.JsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Objects in a JSON file, checked for their form. */
public final class JsonRows {
    private JsonRows() {}

    /** The value of a file; throws {@link IllegalArgumentException} if it is not JSON. */
    public static Object read(Path file) {
        try {
            return Json.parse(Files.readAllBytes(file));
        } catch (JsonException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An object's fields. */
    public static Map<String, Object> object(Path file, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(file + ": an object was expected");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        map.forEach((key, each) -> fields.put(String.valueOf(key), each));
        return fields;
    }

    /** A list's objects; none for no list. */
    public static List<Map<String, Object>> list(Path file, Object value) {
        List<Map<String, Object>> rows = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(each -> rows.add(object(file, each)));
        }
        return rows;
    }
}
