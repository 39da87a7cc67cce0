package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.inference.metrics.InferenceMetrics;
import io.wavemesh.inference.metrics.MicrometerGenerationMeters;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PublishLagTest {
    /** When {@link Announcements} are announced. */
    private static final Instant ANNOUNCED = Announcements.of("a").createdAt();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerGenerationMeters meters = new MicrometerGenerationMeters(
            registry, new GenerationQueue(1, 1, 1), new AdapterRegistry(), new AdapterCache(1));
    private Instant now = ANNOUNCED.minusSeconds(60);

    @Test
    void measuresFromTheAnnouncement() {
        PublishLag lag = new PublishLag(meters, () -> now);

        now = ANNOUNCED.plusSeconds(7);
        lag.learned(Announcements.of("a"));

        assertThat(timer().count()).isEqualTo(1);
        assertThat(timer().totalTime(TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void aTrainersClockThatIsAheadIsNoTimeGained() {
        PublishLag lag = new PublishLag(meters, () -> now);

        lag.learned(Announcements.of("a"));

        assertThat(timer().count()).isEqualTo(1);
        assertThat(timer().totalTime(TimeUnit.SECONDS)).isZero();
    }

    @Test
    void doesNotMeasureWhatWasAnnouncedBeforeTheStart() {
        now = ANNOUNCED.plusSeconds(3600);
        PublishLag lag = new PublishLag(meters, () -> now);

        lag.learned(Announcements.of("a"));

        assertThat(timer().count()).isZero();
    }

    private Timer timer() {
        return registry.get(InferenceMetrics.ADAPTER_LAG).timer();
    }
}
