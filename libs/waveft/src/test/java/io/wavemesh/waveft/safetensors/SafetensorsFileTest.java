package io.wavemesh.waveft.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.wavemesh.testkit.Golden;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    static Stream<Arguments> malformedHeaders() {
        return Stream.of(
                Arguments.of("[]", 0, "the header is not a JSON object"),
                Arguments.of(" {}", 0, "the header is not a JSON object"),
                Arguments.of("{\"a\":", 0, "the header is bad JSON at line 1, column 6: ends too early"),
                Arguments.of(tensor("F32", "1", "0,4") + "x", 4, "the header is bad JSON"),
                Arguments.of("{\"a\":1}", 0, "tensor \"a\" needs exactly dtype, shape and data_offsets"),
                Arguments.of("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "needs exactly"),
                Arguments.of(tensor("F33", "1", "0,4"), 4, "tensor \"a\" has the unknown dtype F33"),
                Arguments.of(tensor("f32", "1", "0,4"), 4, "has the unknown dtype f32"),
                Arguments.of(tensor("F32", "-1", "0,4"), 4, "has a shape that holds something other"),
                Arguments.of(tensor("F32", "1.0", "0,4"), 4, "has a shape that holds something other"),
                Arguments.of(tensor("F32", "1", "0,4.5"), 4, "has a data_offsets that holds something other"),
                Arguments.of(tensor("F32", "1", "4,0"), 4, "has data_offsets that are no range"),
                Arguments.of(tensor("F32", "1", "0"), 4, "has data_offsets that are no range"),
                Arguments.of(tensor("F32", "2", "0,4"), 4, "needs 8 bytes, but its data_offsets span 4"),
                Arguments.of(tensor("F32", "1", "0,4"), 3, "ends at byte 4 of the data, but the file has 3"),
                Arguments.of(tensor("F32", "1", "0,4"), 5, "1 bytes at the end belong to no tensor"),
                Arguments.of(tensor("F32", "1", "4,8"), 8, "leaves a hole of 4 bytes before it"),
                Arguments.of(
                        tensor("F32", "274877906944", "0,1099511627776"),
                        4,
                        "ends at byte 1099511627776 of the data, but the file has 4"),
                Arguments.of(tensor("F32", "4294967296,4294967296,1", "0,4"), 4, "has a shape whose size overflows"),
                Arguments.of(tensor("F32", "9223372036854775807", "0,4"), 4, "has a shape whose size overflows"),
                Arguments.of(tensor("F32", "1,".repeat(64) + "1", "0,4"), 4, "has 65 numbers in shape"),
                Arguments.of(
                        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
                                + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]}}",
                        6,
                        "tensor \"b\" overlaps another tensor"),
                Arguments.of(
                        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
                                + "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}}",
                        8,
                        "repeated key \"a\""),
                Arguments.of("{\"__metadata__\":{\"format\":1}}", 0, "__metadata__ holds something other than strings"),
                Arguments.of("{\"__metadata__\":[]}", 0, "__metadata__ is not an object"),
                Arguments.of("{\"a\":" + "[".repeat(100_000), 0, "nested deeper than 64"));
    }

    private static String tensor(String dtype, String shape, String offsets) {
        return "{\"a\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + shape + "],\"data_offsets\":[" + offsets + "]}}";
    }

    @ParameterizedTest
    @MethodSource("malformedHeaders")
    void refusesAMalformedHeader(String header, int dataBytes, String fault) throws IOException {
        Path path = file(header.getBytes(StandardCharsets.UTF_8), dataBytes);

        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageStartingWith(path + ": ")
                .hasMessageContaining(fault)
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesAHeaderThatIsNotUtf8() throws IOException {
        Path path = file(new byte[] {'{', '"', (byte) 0xff, '"', '}'}, 0);

        assertThatThrownBy(() -> SafetensorsFile.open(path)).hasMessageEndingWith("the header is not UTF-8 text");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 1L << 40, (100L << 20) + 1})
    void refusesAHeaderLengthBeyondTheLimit(long length) throws IOException {
        Path path = folder.resolve("long.safetensors");
        Files.write(
                path,
                ByteBuffer.allocate(64)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0, length)
                        .array());

        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("not a safetensors file (header of " + Long.toUnsignedString(length));
    }

    @Test
    void refusesAFileThatEndsInItsHeader() throws IOException {
        Path path = folder.resolve("short.safetensors");
        Files.write(
                path,
                ByteBuffer.allocate(64)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0, 1000)
                        .array());

        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .hasMessage(path + ": truncated in its header (64 bytes of 1008 or more)");
    }

    @Test
    void refusesWhatIsNoFile() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));

        assertThatThrownBy(() -> SafetensorsFile.open(empty)).hasMessage(empty + ": 0 bytes are no safetensors file");
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none")))
                .hasMessage(folder.resolve("none") + ": no such file");
        assertThatThrownBy(() -> SafetensorsFile.open(folder))
                .hasMessage(folder + ": is a folder, not a safetensors file");
    }

    @Test
    void readsScalarsAndEmptyTensors() {
        Path path = folder.resolve("odd.safetensors");
        new SafetensorsWriter()
                .add("scalar", new long[0], new float[] {2.5f})
                .add("empty", new long[] {3, 0}, new float[0])
                .add("emptyLongs", new long[] {0}, new long[0])
                .write(path);

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.entry("scalar").shape()).isEmpty();
            assertThat(file.floats("scalar")).containsExactly(2.5f);
            assertThat(file.entry("empty").shape()).containsExactly(3, 0);
            assertThat(file.floats("empty")).isEmpty();
            assertThat(file.longs("emptyLongs")).isEmpty();
        }
    }

    @Test
    void readsAFileWithoutTensors() {
        Path path = folder.resolve("none.safetensors");
        new SafetensorsWriter().metadata("format", "pt").write(path);

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.tensors()).isEmpty();
            assertThat(file.metadata()).containsExactly(entry("format", "pt"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F64", "F32", "F16", "BF16"})
    void floatsOfEveryTypeReadAsSinglePrecision(DType dtype) {
        Path path = folder.resolve("floats.safetensors");
        float[] values = new float[20_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 256 - 128) / 64f;
        }
        new SafetensorsWriter().add("x", dtype, new long[] {3, 6667}, values).write(path);

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.entry("x").dtype()).isEqualTo(dtype);
            assertThat(file.floats("x")).containsExactly(values);
            assertThatThrownBy(() -> file.longs("x"))
                    .hasMessage(path + ": tensor \"x\" holds " + dtype + ", not integers");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"I64", "I32", "I16", "I8", "U8", "BOOL"})
    void integersOfEveryTypeReadAsLongs(DType dtype) {
        Path path = folder.resolve("integers.safetensors");
        ByteBuffer bytes = ByteBuffer.allocate(2 * dtype.byteCount()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0, (byte) 1);
        for (int i = dtype.byteCount(); i < bytes.capacity(); i++) {
            bytes.put(i, (byte) -1);
        }
        new SafetensorsWriter().add("x", dtype, new long[] {2}, bytes).write(path);

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            boolean signed = dtype.name().startsWith("I");
            assertThat(file.longs("x")).containsExactly(1, signed ? -1 : 255);
            assertThatThrownBy(() -> file.floats("x"))
                    .hasMessage(path + ": tensor \"x\" holds " + dtype + ", not floating-point numbers");
        }
    }

    @Test
    void namesATensorThatIsNotThere() {
        Path path = folder.resolve("none.safetensors");
        new SafetensorsWriter().write(path);

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThatThrownBy(() -> file.floats("x")).hasMessage(path + ": has no tensor \"x\"");
        }
    }

    @Test
    void mapsTensorsOfFilesBeyondTwoGigabytes() throws IOException {
        long first = 3L << 30;
        String header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[" + first + "],\"data_offsets\":[0," + first + "]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[" + first + "," + (first + 4) + "]}}";
        Path path = file(header.getBytes(StandardCharsets.UTF_8), 0);
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.setLength(8 + header.length() + first + 4);
            sparse.seek(8 + header.length() + first);
            sparse.write(new byte[] {0, 0, (byte) 0x80, 0x3f});
        }

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.floats("b")).containsExactly(1f);
            assertThatThrownBy(() -> file.map("a")).hasMessage(path + ": tensor \"a\" is larger than 2 GiB");
        }
    }

    @Test
    void readsWhatTheReferenceImplementationWrote() {
        Path path = Golden.tinyModel().resolve("unet/diffusion_pytorch_model.safetensors");

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            long parameters = file.tensors().values().stream()
                    .mapToLong(TensorEntry::elementCount)
                    .sum();
            assertThat(parameters).isEqualTo(1_361_284);
            assertThat(file.metadata()).containsEntry("format", "pt");
        }
    }

    private Path file(byte[] header, int dataBytes) throws IOException {
        Path path = folder.resolve("test.safetensors");
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        Files.write(path, bytes.array());
        return path;
    }
}
