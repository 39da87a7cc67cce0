package io.wavemesh.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Meters of the object store; those that alerts watch are there from the start. */
final class StoreMeters {
    /** Duration of calls, retries and pauses included; tags {@code operation} and {@code outcome}. */
    static final String CALLS = "waveft.store.call.duration";
    /** Attempts after the first one of a call; tag {@code operation}. Rises where the store is away or slow. */
    static final String RETRIES = "waveft.store.retries";

    /** How a call ended. */
    enum Outcome {
        /** As asked; nothing found is one, too. */
        OK,
        /** A named object is not there. */
        MISSING,
        /** Content is not what its reference says: somebody changed it, or a disk did. */
        CORRUPT,
        /** The name has other content. */
        CONFLICT,
        /** More than the caller accepts. */
        TOO_LARGE,
        /** The store can't be reached, or refuses. */
        UNAVAILABLE,
        /** A fault of the program. */
        ERROR
    }

    private final MeterRegistry registry;
    private final Map<StoreOperation, Counter> retries = new EnumMap<>(StoreOperation.class);

    StoreMeters(MeterRegistry registry) {
        this.registry = registry;
        for (StoreOperation operation : StoreOperation.values()) {
            if (operation != StoreOperation.PROBE) {
                retries.put(
                        operation,
                        Counter.builder(RETRIES)
                                .description("attempts after the first one of a call")
                                .tag("operation", text(operation))
                                .register(registry));
            }
            timer(operation, Outcome.OK);
            timer(operation, Outcome.UNAVAILABLE);
        }
        timer(StoreOperation.READ, Outcome.CORRUPT);
    }

    void retried(StoreOperation operation) {
        retries.get(operation).increment();
    }

    void called(StoreOperation operation, Outcome outcome, Duration duration) {
        timer(operation, outcome).record(duration);
    }

    private Timer timer(StoreOperation operation, Outcome outcome) {
        return Timer.builder(CALLS)
                .description("calls of the object store, retries included")
                .tag("operation", text(operation))
                .tag("outcome", text(outcome))
                .register(registry);
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
