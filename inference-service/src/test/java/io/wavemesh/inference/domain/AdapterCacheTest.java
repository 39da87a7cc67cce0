package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import org.junit.jupiter.api.Test;

class AdapterCacheTest {
    private record Values(long byteCount) implements PreparedAdapter {}

    private final AdapterCache cache = new AdapterCache(100);

    @Test
    void letsGoOfTheLeastRecentlyUsedFirst() {
        AdapterAnnouncement a = held("a", 40);
        AdapterAnnouncement b = held("b", 40);
        assertThat(cache.find(a)).isPresent();

        AdapterAnnouncement c = held("c", 40);

        assertThat(cache.find(a)).isPresent();
        assertThat(cache.find(b)).isEmpty();
        assertThat(cache.find(c)).isPresent();
        assertThat(cache.byteCount()).isEqualTo(80);
    }

    @Test
    void letsGoOfAsManyAsNeeded() {
        held("a", 30);
        held("b", 30);
        held("c", 30);

        held("d", 90);

        assertThat(cache.size()).isEqualTo(1);
        assertThat(cache.byteCount()).isEqualTo(90);
    }

    @Test
    void doesNotHoldWhatIsLargerThanItself() {
        AdapterAnnouncement small = held("small", 50);

        AdapterAnnouncement large = held("large", 101);

        assertThat(cache.find(large)).isEmpty();
        assertThat(cache.find(small)).isPresent();
    }

    @Test
    void countsAnEntryOnceThatIsPutAgain() {
        held("a", 40);
        held("a", 60);

        assertThat(cache.byteCount()).isEqualTo(60);
    }

    @Test
    void doesNotGiveTheOldValuesOfAnAdapterWithNewContent() {
        held("a", 40);

        AdapterAnnouncement changed = Announcements.of("a", "subject-1", Announcements.MODEL_HASH, "other weights");

        assertThat(cache.find(changed)).isEmpty();
    }

    @Test
    void letsGoOfAWithdrawnAdapter() {
        AdapterAnnouncement a = held("a", 40);
        held("b", 40);

        cache.evict(new AdapterId("a"));

        assertThat(cache.find(a)).isEmpty();
        assertThat(cache.byteCount()).isEqualTo(40);
    }

    private AdapterAnnouncement held(String id, long bytes) {
        AdapterAnnouncement adapter = Announcements.of(id);
        cache.put(adapter, new Values(bytes));
        return adapter;
    }
}
