package io.wavemesh.sdxl.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import io.wavemesh.sdxl.model.ModelFolderException;
import io.wavemesh.sdxl.tokenizer.TokenizerJson.Description;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * CLIP's tokenizer: a prompt to 77 ids, start token, at most 75 of the prompt, end token, padding. Ids equal those of
 * transformers' CLIPTokenizer with {@code padding="max_length", truncation=True}. The work is done by Hugging Face's
 * tokenizers library; nothing is ever downloaded.
 *
 * <p>Safe for several threads; closed by the caller.
 */
public final class ClipTokenizer implements AutoCloseable {
    /** Number of ids of every prompt. */
    public static final int LENGTH = 77;

    /** Longest prompt in UTF-16 characters; far beyond what the 75 tokens of a prompt can hold. */
    public static final int MAX_CHARACTERS = 100_000;

    private static final Map<String, String> PLAIN =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    private final HuggingFaceTokenizer tokenizer;
    private final long start;
    private final long end;
    private final long pad;

    private ClipTokenizer(HuggingFaceTokenizer tokenizer, Description description) {
        this.tokenizer = tokenizer;
        this.start = description.start();
        this.end = description.end();
        this.pad = description.pad();
    }

    /**
     * @param folder with tokenizer.json, or vocab.json and merges.txt, and the configuration of special tokens
     * @throws ModelFolderException if a file is missing or broken
     * @throws TokenizerUnavailableException if this machine cannot load the native library
     */
    public static ClipTokenizer of(Path folder) {
        Description description = TokenizerJson.read(folder);
        loadLibrary();
        try {
            byte[] json = description.json().getBytes(StandardCharsets.UTF_8);
            return new ClipTokenizer(
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), PLAIN), description);
        } catch (IOException | RuntimeException e) {
            throw new ModelFolderException(folder, "unusable tokenizer: " + e.getMessage(), e);
        }
    }

    /** The library lies on the class path; if not told to stay offline, DJL might look for a GPU's flavour elsewhere. */
    private static void loadLibrary() {
        if (System.getProperty("ai.djl.offline") == null) {
            System.setProperty("ai.djl.offline", "true");
        }
        try {
            LibUtils.checkStatus();
        } catch (RuntimeException | LinkageError e) {
            throw new TokenizerUnavailableException(e);
        }
    }

    /**
     * Encodes a prompt.
     *
     * @param prompt any text, also an empty one; unpaired surrogates count as question marks
     * @return 77 ids, a new array
     * @throws IllegalArgumentException if the prompt is longer than {@value #MAX_CHARACTERS} characters
     */
    public long[] encode(String prompt) {
        if (prompt.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "prompt must have at most " + MAX_CHARACTERS + " characters, has " + prompt.length());
        }
        // The round trip through UTF-8 replaces unpaired surrogates.
        String text = new String(prompt.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        long[] words = text.isEmpty()
                ? new long[0]
                : tokenizer.encode(text, false, false).getIds();
        int count = Math.min(words.length, LENGTH - 2);
        long[] ids = new long[LENGTH];
        ids[0] = start;
        System.arraycopy(words, 0, ids, 1, count);
        ids[count + 1] = end;
        Arrays.fill(ids, count + 2, LENGTH, pad);
        return ids;
    }

    /** The id that ends every prompt. */
    public long endId() {
        return end;
    }

    /** The id that fills up after the end. */
    public long padId() {
        return pad;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
