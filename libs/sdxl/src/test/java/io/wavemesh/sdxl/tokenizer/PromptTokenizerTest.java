package io.wavemesh.sdxl.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.testkit.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PromptTokenizerTest {
    @Test
    void encodesForBothEncoders() {
        try (ModelFolder model = ModelFolder.open(Golden.tinyModel());
                PromptTokenizer tokenizer = PromptTokenizer.of(model)) {
            PromptTokens tokens = tokenizer.encode(Golden.prompts().get(0));

            assertThat(tokens.ids()).isEqualTo(Arrays.copyOf(Golden.longs("tokenizer.tiny.ids"), 77));
            assertThat(tokens.ids2()).isEqualTo(Arrays.copyOf(Golden.longs("tokenizer.tiny.ids_2"), 77));
            assertThat(tokens).isEqualTo(tokenizer.encode(Golden.prompts().get(0)));
            assertThat(tokens).isNotEqualTo(tokenizer.encode("another prompt"));
        }
    }

    @Test
    void tokensAreCopiedAndNeverShown() {
        long[] ids = new long[77];
        ids[0] = 4711;
        PromptTokens tokens = new PromptTokens(ids, new long[77]);

        ids[0] = 1;
        tokens.ids()[0] = 2;

        assertThat(tokens.ids()[0]).isEqualTo(4711);
        assertThat(tokens.toString()).doesNotContain("4711");
        assertThatIllegalArgumentException().isThrownBy(() -> new PromptTokens(new long[76], new long[77]));
    }
}
