package io.wavemesh.store.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeysTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir
    Path folder;

    @Test
    void theFirstKeyWraps() throws IOException {
        MasterKeys keys = MasterKeys.of(file("# of this year\n\n b : " + KEY + "\na:" + KEY + "\n"));

        byte[] wrapped = keys.wrap(new byte[] {1, 2}, "place");

        assertThat(keys.current()).isEqualTo("b");
        assertThat(keys.names()).containsExactly("b", "a");
        assertThat(keys.unwrap("b", wrapped, "place"))
                .hasValueSatisfying(key -> assertThat(key).containsExactly(1, 2));
        assertThat(keys.unwrap("b", wrapped, "elsewhere")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:", "a:c2VjcmV0", "a:not base64", "A:KEY", "a/b:KEY", "a:KEY\na:KEY", "", "# a:KEY"})
    void refusesWhatIsNoKeyWithoutShowingIt(String text) throws IOException {
        Path file = file(text.replace("KEY", KEY));

        assertThatThrownBy(() -> MasterKeys.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("master key")
                .hasMessageNotContainingAny("c2VjcmV0", KEY);
    }

    @Test
    void refusesAFileThatIsMissingOrHuge() throws IOException {
        Path huge = file("#".repeat(70_000));

        assertThatThrownBy(() -> MasterKeys.of(folder.resolve("none"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MasterKeys.of(huge)).isInstanceOf(IllegalArgumentException.class);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("master-keys"), text);
    }
}
