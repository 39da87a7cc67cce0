package io.wavemesh.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectMissingException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.StoreRefusedException;
import io.wavemesh.contracts.store.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetryingObjectStoreTest {
    private static final StoreUnavailableException AWAY = new StoreUnavailableException("away", null);
    private static final Duration PAUSE = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private final List<Duration> pauses = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private long now;
    private int calls;

    @Test
    void pausesDoubleWithJitterUpToTheLongest() {
        assertThatThrownBy(() -> store(6, Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(1)::nextDouble)
                        .around(StoreOperation.READ, failing(100, AWAY)))
                .isSameAs(AWAY);

        Random same = new Random(1);
        long[] longest = {200, 400, 800, 1000, 1000};
        for (int i = 0; i < longest.length; i++) {
            assertThat(pauses.get(i))
                    .isEqualTo(Duration.ofNanos((long) (longest[i] * 1_000_000 * (0.5 + same.nextDouble() / 2))));
        }
        assertThat(pauses).hasSize(longest.length);
        assertThat(calls).isEqualTo(6);
    }

    @Test
    void goesOnWhenTheStoreIsBack() {
        String answer = store(4, PAUSE, Duration.ofMinutes(1), () -> 0).around(StoreOperation.WRITE, failing(2, AWAY));

        assertThat(answer).isEqualTo("done");
        assertThat(registry.get(StoreMeters.RETRIES)
                        .tag("operation", "write")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void beginsNoAttemptAfterTheLimit() {
        assertThatThrownBy(() -> store(20, PAUSE, Duration.ofMillis(450), () -> 0.999999)
                        .around(StoreOperation.READ, failing(100, AWAY)))
                .isSameAs(AWAY);

        assertThat(calls).isEqualTo(3);
    }

    @Test
    void repeatsNeitherRefusalsNorProbesNorWhatIsForGood() {
        RetryingObjectStore store = store(4, PAUSE, Duration.ofMinutes(1), () -> 0);
        List<RuntimeException> permanent =
                List.of(new StoreRefusedException("full", null), new ObjectMissingException("a"));

        for (RuntimeException reason : permanent) {
            assertThatThrownBy(() -> store.around(StoreOperation.READ, failing(1, reason)))
                    .isSameAs(reason);
            calls = 0;
        }
        assertThatThrownBy(() -> store.around(StoreOperation.PROBE, failing(1, AWAY)))
                .isSameAs(AWAY);
        assertThat(pauses).isEmpty();
    }

    @Test
    void waitsNoLongerWhenInterrupted() {
        RetryingObjectStore store = new RetryingObjectStore(
                new FileObjectStore(folder),
                new RetryPolicy(4, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)),
                () -> 0,
                RetryingObjectStore.Time.SYSTEM,
                new StoreMeters(registry));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> store.around(StoreOperation.READ, failing(9, AWAY)))
                .isSameAs(AWAY);
        assertThat(Thread.interrupted()).isTrue();
    }

    private Supplier<String> failing(int times, RuntimeException reason) {
        return () -> {
            if (calls++ < times) {
                throw reason;
            }
            return "done";
        };
    }

    private RetryingObjectStore store(int attempts, Duration maxPause, Duration limit, DoubleSupplier chance) {
        ObjectStore inner = new FileObjectStore(folder);
        RetryPolicy policy = new RetryPolicy(attempts, PAUSE, maxPause, limit);
        return new RetryingObjectStore(inner, policy, chance, new Clockwork(), new StoreMeters(registry));
    }

    /** Time that passes by pauses only. */
    private final class Clockwork implements RetryingObjectStore.Time {
        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void pause(Duration pause) {
            pauses.add(pause);
            now += pause.toNanos();
        }
    }
}
