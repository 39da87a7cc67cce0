package io.wavemesh.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MessageJsonPropertyTest {
    @Property(tries = 500, seed = "7")
    void brokenBytesGiveAMessageOrAOneLineError(
            @ForAll MessageType type, @ForAll @IntRange(max = 10_000) int at, @ForAll byte value) throws IOException {
        byte[] bytes = MessageSamplesTest.sample(type);
        bytes[at % bytes.length] = value;

        try {
            assertThat(MessageJson.decode(bytes, type.recordType())).isNotNull();
        } catch (UndecodableMessageException e) {
            assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(500);
        }
    }

    @Property(tries = 200, seed = "7")
    void truncatedBytesAreRefused(@ForAll MessageType type, @ForAll @IntRange(max = 10_000) int length)
            throws IOException {
        byte[] bytes = MessageSamplesTest.sample(type);
        byte[] cut = Arrays.copyOf(bytes, length % (bytes.length - 2));

        assertThat(catchThrowable(() -> MessageJson.decode(cut, type.recordType())))
                .isInstanceOf(UndecodableMessageException.class);
    }
}
