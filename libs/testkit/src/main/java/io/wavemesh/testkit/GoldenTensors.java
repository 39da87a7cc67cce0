package io.wavemesh.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads our own golden safetensors file, which is trusted; deliberately not the reader that is under test. */
final class GoldenTensors {
    record Entry(String dtype, long[] shape, int start, int end) {}

    private static final Pattern ENTRY =
            Pattern.compile("\"([^\"]+)\":\\{\"dtype\":\"(\\w+)\",\"shape\":\\[([\\d,]*)\\],"
                    + "\"data_offsets\":\\[(\\d+),(\\d+)\\]\\}");

    private final Map<String, Entry> entries = new TreeMap<>();
    private final ByteBuffer data;

    GoldenTensors(String resource) {
        try (InputStream in = GoldenTensors.class.getResourceAsStream(resource)) {
            ByteBuffer file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            int headerBytes = Math.toIntExact(file.getLong());
            String header = new String(file.array(), 8, headerBytes, StandardCharsets.UTF_8);
            Matcher entry = ENTRY.matcher(header);
            while (entry.find()) {
                long[] shape = Arrays.stream(entry.group(3).split(","))
                        .filter(size -> !size.isEmpty())
                        .mapToLong(Long::parseLong)
                        .toArray();
                int start = Integer.parseInt(entry.group(4));
                int end = Integer.parseInt(entry.group(5));
                entries.put(entry.group(1), new Entry(entry.group(2), shape, start, end));
            }
            data = file.position(8 + headerBytes).slice();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Entry> entries() {
        return entries;
    }

    Entry entry(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalArgumentException("no golden tensor " + key);
        }
        return entry;
    }

    ByteBuffer bytes(String key, String... dtypes) {
        Entry entry = entry(key);
        if (!Arrays.asList(dtypes).contains(entry.dtype())) {
            throw new IllegalArgumentException(key + " holds " + entry.dtype());
        }
        return data.slice(entry.start(), entry.end() - entry.start()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
