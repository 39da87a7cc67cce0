package io.wavemesh.generation;

/**
 * A prompt as the UNet is given it. Arrays are not copied.
 *
 * @param ids token ids of the first tokenizer
 * @param ids2 token ids of the second tokenizer
 * @param promptEmbeds row-major [tokens, width]: both encoders' last but one hidden states side by side
 * @param pooledPromptEmbeds the second encoder's projected end token
 */
public record EncodedPrompt(long[] ids, long[] ids2, float[] promptEmbeds, float[] pooledPromptEmbeds) {

    /** Width of one token's embedding. */
    public int width() {
        return promptEmbeds.length / ids.length;
    }

    /** The same sizes with all embeddings zero. */
    EncodedPrompt zeros() {
        return new EncodedPrompt(ids, ids2, new float[promptEmbeds.length], new float[pooledPromptEmbeds.length]);
    }

    /** Shows no ids: they are the prompt. */
    @Override
    public String toString() {
        return "EncodedPrompt[" + ids.length + " x " + width() + "]";
    }
}
