package io.wavemesh.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {
    @Test
    void givesTheDataOfEachEvent() {
        List<String> seen = new ArrayList<>();

        boolean ended = ServerSentEvents.read(
                "event: progress\nid: 7\ndata: {\"a\":1}\n\n: comment\n\ndata:first\ndata: second\n\ndata: cut off"
                        .lines(),
                seen::add);

        assertThat(seen).containsExactly("{\"a\":1}", "first\nsecond");
        assertThat(ended).isFalse();
    }

    @Test
    void stopsWhenTheReaderHasEnough() {
        List<String> seen = new ArrayList<>();

        boolean ended = ServerSentEvents.read("data: 1\n\ndata: 2\n\n".lines(), data -> {
            seen.add(data);
            return false;
        });

        assertThat(seen).containsExactly("1");
        assertThat(ended).isTrue();
    }
}
