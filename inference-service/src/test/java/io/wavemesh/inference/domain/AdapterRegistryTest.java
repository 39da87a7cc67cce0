package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.SubjectId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdapterRegistryTest {
    private final AdapterRegistry registry = new AdapterRegistry();

    @Test
    void knowsWhatWasAnnouncedLast() {
        registry.announce(Announcements.of("a", "old", Announcements.MODEL_HASH, "w"));
        registry.announce(Announcements.of("a", "new", Announcements.MODEL_HASH, "w"));

        assertThat(registry.find(new AdapterId("a")).orElseThrow().subjectId()).isEqualTo(new SubjectId("new"));
        assertThat(registry.size()).isEqualTo(1);
    }

    @Test
    void forgetsWhatWasWithdrawn() {
        registry.announce(Announcements.of("a"));

        assertThat(registry.withdraw(new AdapterId("a"))).isTrue();
        assertThat(registry.withdraw(new AdapterId("a"))).isFalse();
        assertThat(registry.find(new AdapterId("a"))).isEmpty();
    }

    @Test
    void listsPageByPageAndBySubject() {
        registry.announce(Announcements.of("c", "x", Announcements.MODEL_HASH, "w"));
        registry.announce(Announcements.of("a", "x", Announcements.MODEL_HASH, "w"));
        registry.announce(Announcements.of("b", "y", Announcements.MODEL_HASH, "w"));

        assertThat(ids(registry.list(Optional.empty(), Optional.empty(), 2))).containsExactly("a", "b");
        assertThat(ids(registry.list(Optional.empty(), Optional.of(new AdapterId("b")), 2)))
                .containsExactly("c");
        assertThat(ids(registry.list(Optional.of(new SubjectId("x")), Optional.empty(), 9)))
                .containsExactly("a", "c");
    }

    private static List<String> ids(List<AdapterAnnouncement> adapters) {
        return adapters.stream().map(a -> a.adapterId().value()).toList();
    }
}
