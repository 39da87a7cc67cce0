package io.wavemesh.pictures;

import io.wavemesh.testkit.fuzz.ByteDamage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Damage to the structure of picture files: parts with other content, lengths and types, repeated, missing, in another
 * order. Check sums and lengths are put right again, mostly, so that the damage gets past the first checks.
 */
final class PictureDamage {
    private static final List<String> PNG_TYPES = List.of(
            "iCCP", "zTXt", "iTXt", "tEXt", "sPLT", "eXIf", "PLTE", "tRNS", "gAMA", "cHRM", "sBIT", "hIST", "pHYs");
    private static final List<String> WEBP_TYPES =
            List.of("VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP", "EXIF", "XMP ");

    private PictureDamage() {}

    static byte[] of(byte[] good, SplittableRandom random) {
        if (random.nextInt(5) == 0) {
            return ByteDamage.of(good, random);
        }
        return switch (PictureFormat.of(good).orElseThrow()) {
            case PNG -> png(good, random);
            case JPEG -> jpeg(good, random);
            case WEBP -> webp(good, random);
        };
    }

    private static byte[] png(byte[] good, SplittableRandom random) {
        List<byte[]> chunks = new ArrayList<>();
        for (int at = 8; at < good.length; ) {
            int end = at + 12 + ByteBuffer.wrap(good).getInt(at);
            chunks.add(Arrays.copyOfRange(good, at, end));
            at = end;
        }
        rearrange(chunks, random, chunk -> {
            byte[] data = Arrays.copyOfRange(chunk, 8, chunk.length - 4);
            String type = random.nextInt(4) == 0
                    ? PNG_TYPES.get(random.nextInt(PNG_TYPES.size()))
                    : new String(chunk, 4, 4, StandardCharsets.ISO_8859_1);
            return TestPictures.chunk(type, ByteDamage.of(data, random));
        });
        return concat(Arrays.copyOf(good, 8), chunks);
    }

    private static byte[] jpeg(byte[] good, SplittableRandom random) {
        List<byte[]> segments = new ArrayList<>();
        int at = 2;
        while ((good[at + 1] & 0xFF) != 0xDA) {
            int end = at + 2 + (ByteBuffer.wrap(good).getShort(at + 2) & 0xFFFF);
            segments.add(Arrays.copyOfRange(good, at, end));
            at = end;
        }
        segments.add(Arrays.copyOfRange(good, at, good.length));
        rearrange(segments, random, segment -> {
            byte[] data = ByteDamage.of(Arrays.copyOfRange(segment, 4, segment.length), random);
            ByteBuffer whole = ByteBuffer.allocate(4 + data.length).put(segment, 0, 2);
            if (random.nextInt(4) == 0) {
                whole.put(1, (byte) random.nextInt(0xC0, 0xFF));
            }
            boolean scan = (segment[1] & 0xFF) == 0xDA;
            return whole.put(scan ? Arrays.copyOfRange(segment, 2, 4) : length(data.length + 2))
                    .put(data)
                    .array();
        });
        return concat(Arrays.copyOf(good, 2), segments);
    }

    private static byte[] length(int value) {
        return ByteBuffer.allocate(2).putShort((short) value).array();
    }

    private static byte[] webp(byte[] good, SplittableRandom random) {
        List<byte[]> chunks = new ArrayList<>();
        ByteBuffer file = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 12; at + 8 <= good.length; ) {
            int size = file.getInt(at + 4);
            int end = Math.min(good.length, at + 8 + size + (size & 1));
            chunks.add(Arrays.copyOfRange(good, at, end));
            at = end;
        }
        rearrange(chunks, random, chunk -> {
            byte[] data = ByteDamage.of(Arrays.copyOfRange(chunk, 8, chunk.length), random);
            String type = random.nextInt(4) == 0
                    ? WEBP_TYPES.get(random.nextInt(WEBP_TYPES.size()))
                    : new String(chunk, 0, 4, StandardCharsets.ISO_8859_1);
            return ByteBuffer.allocate(8 + data.length + (data.length & 1))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(type.getBytes(StandardCharsets.ISO_8859_1))
                    .putInt(data.length)
                    .put(data)
                    .array();
        });
        byte[] whole = concat(Arrays.copyOf(good, 12), chunks);
        if (random.nextInt(10) > 0) {
            ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(4, whole.length - 8);
        }
        return whole;
    }

    private interface Change {
        byte[] of(byte[] part);
    }

    private static void rearrange(List<byte[]> parts, SplittableRandom random, Change change) {
        for (int n = random.nextInt(1, 4); n > 0 && !parts.isEmpty(); n--) {
            int at = random.nextInt(parts.size());
            byte[] part = parts.get(at);
            switch (random.nextInt(8)) {
                case 0 -> parts.add(random.nextInt(parts.size() + 1), part);
                case 1 -> parts.remove(at);
                case 2 -> parts.add(random.nextInt(parts.size()), parts.remove(at));
                case 3 -> parts.add(random.nextInt(parts.size() + 1), change.of(part));
                default -> parts.set(at, change.of(part));
            }
        }
    }

    private static byte[] concat(byte[] head, List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head);
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
