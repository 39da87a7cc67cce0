package io.wavemesh.waveft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeltaMapCacheTest {
    private final WaveletFamily haar = WaveletFamily.of("db1");

    @Test
    void sharesMapsOfEqualShapeCountSeedAndFamily() {
        DeltaMapCache cache = new DeltaMapCache(1 << 20);

        DeltaMap first = cache.wavelet(32, 16, 20, 777, haar);

        assertThat(cache.wavelet(32, 16, 20, 777, haar)).isSameAs(first);
        assertThat(cache.wavelet(16, 32, 20, 777, haar)).isNotSameAs(first);
        assertThat(cache.wavelet(32, 16, 21, 777, haar)).isNotSameAs(first);
        assertThat(cache.wavelet(32, 16, 20, 778, haar)).isNotSameAs(first);
        assertThat(cache.wavelet(32, 16, 20, 777, WaveletFamily.of("db2"))).isNotSameAs(first);
        assertThat(cache.direct(32, 16, 20, 777)).isNotSameAs(first);
    }

    @Test
    void forgetsTheLeastRecentlyUsedBeyondItsBound() {
        long one = new DeltaMapCache(1 << 20).direct(8, 8, 16, 0).byteCount();
        DeltaMapCache cache = new DeltaMapCache(2 * one);
        DeltaMap first = cache.direct(8, 8, 16, 0);
        DeltaMap second = cache.direct(8, 8, 16, 1);
        cache.direct(8, 8, 16, 0);

        cache.direct(8, 8, 16, 2);

        assertThat(cache.bytes()).isEqualTo(2 * one);
        assertThat(cache.direct(8, 8, 16, 0)).isSameAs(first);
        assertThat(cache.direct(8, 8, 16, 1)).isNotSameAs(second);
    }

    @Test
    void handsOutButDoesNotKeepWhatIsLargerThanItsBound() {
        DeltaMapCache cache = new DeltaMapCache(10);

        assertThat(cache.direct(8, 8, 16, 0).count()).isEqualTo(16);
        assertThat(cache.bytes()).isZero();
    }
}
