package io.wavemesh.testkit.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damage to bytes whose meaning is not known: values that lengths and offsets break at, cuts, repeats, insertions. */
public final class ByteDamage {
    private static final long[] TURNING_POINTS = {
        0,
        1,
        2,
        0x7F,
        0x80,
        0xFF,
        0x100,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x10000,
        0x7FFFFFFFL,
        0x80000000L,
        0xFFFFFFFFL,
        0x100000000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2,
        -8
    };
    private static final int LONGEST_INSERTION = 64;

    private ByteDamage() {}

    /** A copy with one to four places damaged. */
    public static byte[] of(byte[] sample, SplittableRandom random) {
        byte[] bytes = sample.clone();
        for (int n = random.nextInt(1, 5); n > 0; n--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, SplittableRandom random) {
        if (bytes.length == 0) {
            return inserted(bytes, 0, random);
        }
        int at = random.nextInt(bytes.length);
        int end = at + random.nextInt(Math.min(bytes.length - at, LONGEST_INSERTION) + 1);
        return switch (random.nextInt(9)) {
            case 0 -> flipped(bytes, at, random);
            case 1, 2, 3 -> valued(bytes, at, random);
            case 4 -> Arrays.copyOf(bytes, at);
            case 5 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(1, 4 * LONGEST_INSERTION));
            case 6 -> joined(bytes, at, new byte[0], end);
            case 7 -> joined(bytes, end, Arrays.copyOfRange(bytes, at, end), end);
            default -> inserted(bytes, at, random);
        };
    }

    private static byte[] flipped(byte[] bytes, int at, SplittableRandom random) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    /** Writes a value at which programs break, in one of the usual widths and orders. */
    private static byte[] valued(byte[] bytes, int at, SplittableRandom random) {
        int width = 1 << random.nextInt(4);
        ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        long value = TURNING_POINTS[random.nextInt(TURNING_POINTS.length)];
        ByteBuffer whole = ByteBuffer.allocate(8).order(order).putLong(0, value);
        int from = order == ByteOrder.BIG_ENDIAN ? 8 - width : 0;
        for (int i = 0; i < width && at + i < bytes.length; i++) {
            bytes[at + i] = whole.get(from + i);
        }
        return bytes;
    }

    private static byte[] inserted(byte[] bytes, int at, SplittableRandom random) {
        byte[] more = new byte[random.nextInt(1, LONGEST_INSERTION)];
        random.nextBytes(more);
        return joined(bytes, at, more, at);
    }

    private static byte[] joined(byte[] bytes, int headEnd, byte[] middle, int tailStart) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + middle.length);
        out.write(bytes, 0, headEnd);
        out.writeBytes(middle);
        out.write(bytes, tailStart, bytes.length - tailStart);
        return out.toByteArray();
    }
}
