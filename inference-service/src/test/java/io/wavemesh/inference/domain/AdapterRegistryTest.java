package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.access.Caller;
import io.wavemesh.access.Scope;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.SubjectId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

        assertThat(list(Optional.empty(), Optional.empty(), 2)).containsExactly("a", "b");
        assertThat(list(Optional.empty(), Optional.of(new AdapterId("b")), 2)).containsExactly("c");
        assertThat(list(Optional.of(new SubjectId("x")), Optional.empty(), 9)).containsExactly("a", "c");
    }

    @Test
    void listsAClientsOwn() {
        registry.announce(Announcements.owned(Announcements.of("a"), "x"));
        registry.announce(Announcements.owned(Announcements.of("b"), "y"));
        registry.announce(Announcements.of("c"));
        Caller x = Caller.of(new ClientId("x"), Set.of(Scope.ADAPTERS_READ));
        AdapterQuery query = new AdapterQuery(x, Optional.empty(), Optional.empty(), 9);

        assertThat(ids(registry.list(query))).containsExactly("a");
        assertThat(registry.find(x, new AdapterId("a"))).isPresent();
        assertThat(registry.find(x, new AdapterId("b"))).isEmpty();
        assertThat(registry.find(x, new AdapterId("c"))).isEmpty();
    }

    @Test
    void givesAnnouncementsBackAsTheyCame() {
        AdapterAnnouncement plain = Announcements.of("a");
        AdapterAnnouncement owned = Announcements.owned(Announcements.of("b"), "x");
        registry.announce(plain);
        registry.announce(owned);

        assertThat(registry.find(plain.adapterId())).contains(plain);
        assertThat(registry.find(owned.adapterId())).contains(owned);
    }

    @Test
    void holdsAnAdapterInHalfAKilobyte() {
        int count = 20_000;
        long before = usedBytes();
        for (int i = 0; i < count; i++) {
            registry.announce(Announcements.of(
                    "0123456789abcdef-0123456789abcdef-" + i, "subject-" + i, Announcements.MODEL_HASH, "w" + i));
        }

        assertThat((usedBytes() - before) / count).isBetween(200L, 700L);
        assertThat(registry.size()).isEqualTo(count);
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private List<String> list(Optional<SubjectId> subject, Optional<AdapterId> after, int limit) {
        return ids(registry.list(new AdapterQuery(Caller.anybody(), subject, after, limit)));
    }

    private static List<String> ids(List<AdapterAnnouncement> adapters) {
        return adapters.stream().map(a -> a.adapterId().value()).toList();
    }
}
