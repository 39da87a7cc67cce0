package io.wavemesh.waveft.safetensors;

import io.wavemesh.waveft.json.Json;
import io.wavemesh.waveft.json.JsonException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks a header against the format and against the length of its file, before any tensor is touched. */
final class SafetensorsHeader {
    static final int MAX_BYTES = 100 << 20;
    private static final String METADATA = "__metadata__";

    private final String file;
    private final long dataStart;
    private final long fileBytes;
    private final List<TensorEntry> entries = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private SafetensorsHeader(String file, long dataStart, long fileBytes) {
        this.file = file;
        this.dataStart = dataStart;
        this.fileBytes = fileBytes;
    }

    /**
     * Reads and checks a header.
     *
     * @param file name for messages
     * @param json the header's bytes
     * @param dataStart first byte after the header
     * @param fileBytes length of the whole file
     */
    static SafetensorsHeader parse(String file, byte[] json, long dataStart, long fileBytes) {
        SafetensorsHeader header = new SafetensorsHeader(file, dataStart, fileBytes);
        if (json.length == 0 || json[0] != '{') {
            throw header.fault("the header is not a JSON object");
        }
        Object root;
        try {
            root = Json.parse(json);
        } catch (JsonException e) {
            throw new SafetensorsException(file + ": the header is " + e.getMessage(), e);
        }
        for (Map.Entry<?, ?> field : ((Map<?, ?>) root).entrySet()) {
            String name = (String) field.getKey();
            if (name.equals(METADATA)) {
                header.readMetadata(field.getValue());
            } else {
                header.entries.add(header.entry(name, field.getValue()));
            }
        }
        header.checkLayout();
        return header;
    }

    /** Tensors by their place in the file. */
    List<TensorEntry> entries() {
        return entries;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    private void readMetadata(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw fault(METADATA + " is not an object");
        }
        map.forEach((key, text) -> {
            if (!(text instanceof String)) {
                throw fault(METADATA + " holds something other than strings");
            }
            metadata.put((String) key, (String) text);
        });
    }

    private TensorEntry entry(String name, Object value) {
        if (!(value instanceof Map<?, ?> fields)
                || !(fields.get("dtype") instanceof String dtypeName)
                || !(fields.get("shape") instanceof List<?> sizes)
                || !(fields.get("data_offsets") instanceof List<?> offsets)
                || fields.size() != 3) {
            throw fault(name, "needs exactly dtype, shape and data_offsets");
        }
        DType dtype = DType.named(dtypeName).orElseThrow(() -> fault(name, "has the unknown dtype " + dtypeName));
        long[] shape = naturals(name, "shape", sizes);
        long[] range = naturals(name, "data_offsets", offsets);
        if (range.length != 2 || range[0] > range[1]) {
            throw fault(name, "has data_offsets that are no range");
        }
        long available = fileBytes - dataStart;
        if (range[1] > available) {
            throw fault(name, "ends at byte " + range[1] + " of the data, but the file has " + available);
        }
        long byteCount = byteCount(name, dtype, shape);
        if (byteCount != range[1] - range[0]) {
            throw fault(name, "needs " + byteCount + " bytes, but its data_offsets span " + (range[1] - range[0]));
        }
        return new TensorEntry(name, dtype, shape, dataStart + range[0], byteCount);
    }

    private long[] naturals(String name, String field, List<?> values) {
        if (values.size() > 64) {
            throw fault(name, "has " + values.size() + " numbers in " + field);
        }
        long[] numbers = new long[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(values.get(i) instanceof Long number) || number < 0) {
                throw fault(name, "has a " + field + " that holds something other than natural numbers");
            }
            numbers[i] = number;
        }
        return numbers;
    }

    private long byteCount(String name, DType dtype, long[] shape) {
        try {
            long count = dtype.byteCount();
            for (long size : shape) {
                count = Math.multiplyExact(count, size);
            }
            return count;
        } catch (ArithmeticException e) {
            throw fault(name, "has a shape whose size overflows");
        }
    }

    private void checkLayout() {
        entries.sort(Comparator.comparingLong(TensorEntry::offset).thenComparingLong(TensorEntry::byteCount));
        long end = dataStart;
        for (TensorEntry entry : entries) {
            if (entry.offset() < end) {
                throw fault(entry.name(), "overlaps another tensor");
            }
            if (entry.offset() > end) {
                throw fault(entry.name(), "leaves a hole of " + (entry.offset() - end) + " bytes before it");
            }
            end += entry.byteCount();
        }
        if (end != fileBytes) {
            throw fault((fileBytes - end) + " bytes at the end belong to no tensor");
        }
    }

    private SafetensorsException fault(String what) {
        return new SafetensorsException(file + ": " + what);
    }

    private SafetensorsException fault(String tensor, String what) {
        return new SafetensorsException(file + ": tensor \"" + visible(tensor) + "\" " + visible(what));
    }

    private static String visible(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 200 ? line : line.substring(0, 197) + "...";
    }
}
