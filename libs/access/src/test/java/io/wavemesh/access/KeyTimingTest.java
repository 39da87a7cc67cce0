package io.wavemesh.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.ClientId;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How long the comparison of hashes takes tells nothing of how much of them is right. */
class KeyTimingTest {
    private static final int ROUNDS = 41;
    private static final int CALLS = 20_000;

    @Test
    void takesAsLongForHashesThatDifferEarlyOrLate() {
        ApiKey key = ApiKey.random(new SecureRandom());
        KeyEntry entry = KeyEntry.of(key, new ClientId("ann"), Set.of(Scope.ADMIN));
        byte[] early = key.sha256();
        early[0] ^= 1;
        byte[] late = key.sha256();
        late[31] ^= 1;
        double[] ratios = new double[ROUNDS];
        for (int round = -5; round < ROUNDS; round++) {
            double ratio = (double) nanos(entry, early) / nanos(entry, late);
            if (round >= 0) {
                ratios[round] = ratio;
            }
        }
        Arrays.sort(ratios);

        // A comparison that stops at the first difference takes a small part of the time.
        assertThat(ratios[ROUNDS / 2]).isBetween(0.5, 2.0);
    }

    @Test
    void asksTheHashAlsoWhereNoKeyHasTheId() {
        KeyRing empty = new KeyRing(Map.of());

        assertThat(empty.find(ApiKey.random(new SecureRandom()).secretText())).isEmpty();
    }

    private static long nanos(KeyEntry entry, byte[] presented) {
        long start = System.nanoTime();
        boolean opened = false;
        for (int i = 0; i < CALLS; i++) {
            opened |= entry.opensTo(presented);
        }
        assertThat(opened).isFalse();
        return System.nanoTime() - start;
    }
}
