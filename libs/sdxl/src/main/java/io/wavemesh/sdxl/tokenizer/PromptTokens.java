package io.wavemesh.sdxl.tokenizer;

import java.util.Arrays;

/**
 * A prompt as the token ids of both text encoders, 77 each. Arrays are copied in and out.
 *
 * @param ids of the first tokenizer
 * @param ids2 of the second tokenizer
 */
public record PromptTokens(long[] ids, long[] ids2) {
    /** Checks the lengths. */
    public PromptTokens {
        if (ids.length != ClipTokenizer.LENGTH || ids2.length != ClipTokenizer.LENGTH) {
            throw new IllegalArgumentException(
                    "ids must be " + ClipTokenizer.LENGTH + " each, were " + ids.length + " and " + ids2.length);
        }
        ids = ids.clone();
        ids2 = ids2.clone();
    }

    @Override
    public long[] ids() {
        return ids.clone();
    }

    @Override
    public long[] ids2() {
        return ids2.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PromptTokens tokens
                && Arrays.equals(ids, tokens.ids)
                && Arrays.equals(ids2, tokens.ids2);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + Arrays.hashCode(ids2);
    }

    /** Shows no ids: they are the prompt. */
    @Override
    public String toString() {
        return "PromptTokens[2 x " + ClipTokenizer.LENGTH + "]";
    }
}
