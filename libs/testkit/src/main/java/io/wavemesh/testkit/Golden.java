package io.wavemesh.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Golden vectors of a tiny SDXL from PEFT, diffusers and transformers, its model folder and PEFT adapter folders.
 * {@code golden.json} beside this class explains every key. Safe for several threads.
 */
public final class Golden {
    private static final GoldenTensors TENSORS = new GoldenTensors("golden.safetensors");

    private Golden() {}

    /** A floating-point tensor (F32, or F64 rounded), row-major. */
    public static float[] floats(String key) {
        double[] exact = doubles(key);
        float[] values = new float[exact.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) exact[i];
        }
        return values;
    }

    /** A floating-point tensor (F32 or F64), row-major. */
    public static double[] doubles(String key) {
        boolean single = TENSORS.entry(key).dtype().equals("F32");
        ByteBuffer bytes = TENSORS.bytes(key, "F32", "F64");
        double[] values = new double[bytes.remaining() / (single ? 4 : 8)];
        for (int i = 0; i < values.length; i++) {
            values[i] = single ? bytes.getFloat() : bytes.getDouble();
        }
        return values;
    }

    /** An integer tensor (I32 or I64), row-major. */
    public static long[] longs(String key) {
        boolean narrow = TENSORS.entry(key).dtype().equals("I32");
        ByteBuffer bytes = TENSORS.bytes(key, "I32", "I64");
        long[] values = new long[bytes.remaining() / (narrow ? 4 : 8)];
        for (int i = 0; i < values.length; i++) {
            values[i] = narrow ? bytes.getInt() : bytes.getLong();
        }
        return values;
    }

    /** An integer tensor whose values fit 32 bits, row-major. */
    public static int[] ints(String key) {
        long[] wide = longs(key);
        int[] values = new int[wide.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.toIntExact(wide[i]);
        }
        return values;
    }

    /** Sizes of a tensor, outermost first; empty for a scalar. */
    public static long[] shape(String key) {
        return TENSORS.entry(key).shape().clone();
    }

    /** All keys that begin with a text, sorted. */
    public static List<String> keys(String prefix) {
        return TENSORS.entries().keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .toList();
    }

    /** Whether there is such a tensor. */
    public static boolean has(String key) {
        return TENSORS.entries().containsKey(key);
    }

    /** The ten prompts whose token ids and embeddings the vectors hold, in their order. */
    public static List<String> prompts() {
        return List.of(
                "a zjw dog in the jungle",
                "a zjw backpack on top of pink fabric",
                "",
                "A photo of sks cat, 35mm film!!",
                "it's 1024x1024; isn't it?",
                "caf\u00e9 na\u00efve \u4f60\u597d \ud83d\ude00",
                "a ".repeat(100),
                "<b>bold</b> &amp; &lt;raw&gt;",
                "  leading   spaces\tand\nnewlines ",
                "zjw's zjw'll ZJW'VE 007");
    }

    /** The text that explains the keys: JSON with {@code meta} and {@code keys}. */
    public static String explanation() {
        return text(Golden.class.getResourceAsStream("golden.json"));
    }

    /** Model folder of the tiny SDXL, in diffusers' layout. */
    public static Path tinyModel() {
        return GoldenFiles.folder("sdxl-tiny");
    }

    /** A PEFT adapter folder: waveft_db1, waveft_db1_zero, waveft_noidwt, waveft_pattern, waveft_prop, waveft_sym4, lora_r4. */
    public static Path adapter(String name) {
        return GoldenFiles.folder("adapters").resolve(name);
    }

    /** Names of all adapter folders. */
    public static List<String> adapters() {
        return List.of(
                "lora_r4",
                "waveft_db1",
                "waveft_db1_zero",
                "waveft_noidwt",
                "waveft_pattern",
                "waveft_prop",
                "waveft_sym4");
    }

    /** CLIP's byte-pair merges, {@code bpe_simple_vocab_16e6.txt}: a header line, then all merges (48,894 are used). */
    public static String clipMerges() {
        try {
            return text(new GZIPInputStream(Golden.class.getResourceAsStream("bpe_simple_vocab_16e6.txt.gz")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(InputStream stream) {
        try (InputStream in = stream) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
