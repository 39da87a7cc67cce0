package io.wavemesh.sdxl.tokenizer;

import io.wavemesh.sdxl.model.ModelFolder;

/** Both tokenizers of a model. Safe for several threads; closed by the caller. */
public final class PromptTokenizer implements AutoCloseable {
    private final ClipTokenizer first;
    private final ClipTokenizer second;

    private PromptTokenizer(ClipTokenizer first, ClipTokenizer second) {
        this.first = first;
        this.second = second;
    }

    /**
     * @param model whose tokenizer folders are read; not kept
     * @throws io.wavemesh.sdxl.model.ModelFolderException if a tokenizer's files are missing or broken
     */
    public static PromptTokenizer of(ModelFolder model) {
        ClipTokenizer first = ClipTokenizer.of(model.tokenizer());
        try {
            return new PromptTokenizer(first, ClipTokenizer.of(model.tokenizer2()));
        } catch (RuntimeException e) {
            first.close();
            throw e;
        }
    }

    /**
     * @param prompt any text, also an empty one
     * @throws IllegalArgumentException if it has more than {@value ClipTokenizer#MAX_CHARACTERS} characters
     */
    public PromptTokens encode(String prompt) {
        return new PromptTokens(first.encode(prompt), second.encode(prompt));
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
