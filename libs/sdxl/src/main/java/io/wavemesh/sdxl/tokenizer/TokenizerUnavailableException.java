package io.wavemesh.sdxl.tokenizer;

/** The native tokenizers library cannot be loaded on this machine; one line that says what to look at. */
public final class TokenizerUnavailableException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    TokenizerUnavailableException(Throwable cause) {
        super(
                "the tokenizers library cannot be loaded: it needs linux-x86_64, linux-aarch64, osx-aarch64 or"
                        + " win-x86_64 and a cache folder that it may write (DJL_CACHE_DIR, else ~/.djl.ai)",
                cause);
    }
}
