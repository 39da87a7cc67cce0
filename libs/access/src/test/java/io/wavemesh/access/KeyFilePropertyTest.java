package io.wavemesh.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.ClientId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class KeyFilePropertyTest {
    private static final Path FILE = Path.of("keys");
    private static final byte[] GOOD = ("# keys\n"
                    + KeyEntry.of("0123456789ab", new ClientId("ann"), EnumSet.of(Scope.SUBJECTS_READ), new byte[32])
                            .line()
                    + "\n"
                    + KeyEntry.of("0123456789ac", new ClientId("bob"), EnumSet.of(Scope.ADMIN), new byte[32])
                            .line())
            .getBytes(StandardCharsets.UTF_8);

    @Property(tries = 1000, seed = "11")
    void brokenBytesGiveKeysOrAOneLineError(
            @ForAll @IntRange(max = 1000) int at, @ForAll byte value, @ForAll @IntRange(max = 1000) int length) {
        byte[] bytes = Arrays.copyOf(GOOD, 1 + length % GOOD.length);
        bytes[at % bytes.length] = value;

        try {
            assertThat(KeyFile.parse(FILE, bytes).size()).isLessThanOrEqualTo(2);
        } catch (KeyFileException e) {
            assertThat(e.getMessage()).startsWith("keys").doesNotContain("\n").doesNotContain("0".repeat(20));
        }
    }
}
