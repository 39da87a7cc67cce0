package io.wavemesh.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.ClientId;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void isNewEveryTimeAndReadsItself() {
        Set<String> texts = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            ApiKey key = ApiKey.random(RANDOM);
            texts.add(key.secretText());
            assertThat(ApiKey.parse(key.secretText()).orElseThrow().id()).isEqualTo(key.id());
        }
        assertThat(texts).hasSize(100).allMatch(text -> text.matches("wm_[0-9a-f]{12}_[A-Za-z0-9_-]{43}"));
    }

    @Test
    void showsItsPublicNameAlone() {
        ApiKey key = ApiKey.random(RANDOM);
        KeyEntry entry = KeyEntry.of(key, new ClientId("ann"), Set.of(Scope.ADMIN));

        assertThat(key).hasToString("wm_" + key.id());
        assertThat(entry.toString()).doesNotContain("sha256");
        assertThat(entry.line()).doesNotContain(key.secretText().substring(16));
    }

    @Test
    void opensNothingButItsOwnEntry() {
        ApiKey key = ApiKey.random(RANDOM);
        KeyRing ring = ring(KeyEntry.of(key, new ClientId("ann"), Set.of(Scope.SUBJECTS_READ)));
        String text = key.secretText();

        assertThat(ring.find(text)).contains(Caller.of(new ClientId("ann"), Set.of(Scope.SUBJECTS_READ)));
        for (int at = 0; at < text.length(); at++) {
            char other = text.charAt(at) == '0' ? '1' : '0';
            assertThat(ring.find(text.substring(0, at) + other + text.substring(at + 1)))
                    .isEmpty();
        }
        for (String wrong : List.of("", "wm_", text + "0", " " + text, text + "\n", text.toUpperCase(Locale.ROOT))) {
            assertThat(ring.find(wrong)).isEmpty();
        }
    }

    @Test
    void ofNobodyOpensNothing() {
        KeyRing ring = ring(KeyEntry.of(ApiKey.random(RANDOM), new ClientId("ann"), Set.of(Scope.ADMIN)));

        assertThat(ring.find("wm_000000000000_" + "A".repeat(43))).isEmpty();
    }

    private static KeyRing ring(KeyEntry entry) {
        return new KeyRing(Map.of(entry.keyId(), entry));
    }
}
