package io.wavemesh.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.access.WatchedKeys.Refreshed;
import io.wavemesh.contracts.ClientId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedKeysTest {
    private static final String HASH = "sha256:" + "0".repeat(64);
    private static final String GOOD = "0123456789ab ann subjects:read " + HASH;

    @TempDir
    Path folder;

    private final ApiKey first = ApiKey.random(new SecureRandom());
    private final ApiKey second = ApiKey.random(new SecureRandom());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0123456789ab ann subjects:read                   | must be `<key id> <client> <scopes> sha256:<hash>`
            0123456789ab ann subjects:read HASH more         | must be `<key id> <client> <scopes> sha256:<hash>`
            wm_0123456789ab ann subjects:read HASH           | the key id must be 12 hexadecimal digits
            0123456789ab a/b subjects:read HASH              | clientId must be 1 to 64 characters of A-Z a-z 0-9 . _ -, was "a/b"
            0123456789ab oidc.ann subjects:read HASH         | client must not begin with oidc. or oidc-: such are those of bearer tokens
            0123456789ab ann subjects:wrote HASH             | a scope must be one of subjects:write, subjects:read, images:generate, adapters:read, admin
            0123456789ab ann subjects:read, HASH             | a scope must be one of subjects:write, subjects:read, images:generate, adapters:read, admin
            0123456789ab ann subjects:read sha1:00           | the hash must be sha256: and 64 hexadecimal digits
            """)
    void namesTheLineAtFault(String line, String fault) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "# keys\n\n" + GOOD + "\n" + line.replace("HASH", HASH));

        assertThatThrownBy(() -> WatchedKeys.open(file))
                .isInstanceOf(KeyFileException.class)
                .hasMessage(file + ", line 4: " + fault);
    }

    @Test
    void refusesWhatIsNoKeyFile() throws IOException {
        Path file = folder.resolve("keys");

        assertThatThrownBy(() -> WatchedKeys.open(file)).hasMessage(file + " can't be read: NoSuchFileException");
        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> WatchedKeys.open(file)).hasMessageContaining("is empty");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> WatchedKeys.open(file)).hasMessage(file + " is not UTF-8");
        Files.write(file, new byte[KeyFile.MAX_BYTES + 1]);
        assertThatThrownBy(() -> WatchedKeys.open(file)).hasMessageContaining("has more than 1048576 bytes");
        Files.writeString(file, GOOD + "\n" + GOOD);
        assertThatThrownBy(() -> WatchedKeys.open(file)).hasMessageEndingWith("line 2: the key id is there twice");
        Files.writeString(file, "# none\n");
        assertThat(opened(file).ring().size()).isZero();
    }

    @Test
    void takesAChangedFileWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), line(first));
        WatchedKeys keys = opened(file);
        assertThat(keys.refresh()).isEqualTo(Refreshed.SAME);

        Files.writeString(file, line(first) + "\r\n" + line(second) + "\n");

        assertThat(keys.refresh()).isEqualTo(Refreshed.CHANGED);
        assertThat(opens(keys, first)).isTrue();
        assertThat(opens(keys, second)).isTrue();
        Files.writeString(file, line(second));
        assertThat(keys.refresh()).isEqualTo(Refreshed.CHANGED);
        assertThat(opens(keys, first)).isFalse();
    }

    @Test
    void keepsTheLastGoodKeysAndTellsEachFaultOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), line(first));
        WatchedKeys keys = opened(file);

        Files.writeString(file, line(second).substring(0, 30));
        assertThat(keys.refresh()).isEqualTo(Refreshed.BROKEN);
        assertThat(keys.refresh()).isEqualTo(Refreshed.SAME);
        assertThat(keys.fault()).isPresent();
        Files.delete(file);
        assertThat(keys.refresh()).isEqualTo(Refreshed.BROKEN);

        assertThat(opens(keys, first)).isTrue();
        Files.writeString(file, line(first));
        assertThat(keys.refresh()).isEqualTo(Refreshed.SAME);
        assertThat(keys.fault()).isEmpty();
    }

    /** A mounted secret is a link to a link: {@code keys -> ..data/keys}, {@code ..data -> ..2026_1}. */
    @Test
    void followsLinksThatAreSwapped() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("..1")).resolve("keys"), line(first));
        Files.writeString(Files.createDirectory(folder.resolve("..2")).resolve("keys"), line(second));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        WatchedKeys keys = opened(Files.createSymbolicLink(folder.resolve("keys"), Path.of("..data/keys")));

        Files.createSymbolicLink(folder.resolve("..tmp"), Path.of("..2"));
        Files.move(folder.resolve("..tmp"), data, StandardCopyOption.ATOMIC_MOVE);

        assertThat(keys.refresh()).isEqualTo(Refreshed.CHANGED);
        assertThat(opens(keys, second)).isTrue();
        assertThat(opens(keys, first)).isFalse();
    }

    private static WatchedKeys opened(Path file) {
        try {
            return WatchedKeys.open(file);
        } catch (KeyFileException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean opens(WatchedKeys keys, ApiKey key) {
        return keys.ring().find(key.secretText()).isPresent();
    }

    private static String line(ApiKey key) {
        return KeyEntry.of(key, new ClientId("ann"), Set.of(Scope.SUBJECTS_READ))
                .line();
    }
}
