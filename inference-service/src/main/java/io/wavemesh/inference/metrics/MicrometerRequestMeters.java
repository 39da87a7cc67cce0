package io.wavemesh.inference.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wavemesh.contracts.GenerationResult;
import io.wavemesh.inference.domain.RequestMeters;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests from the topic as Micrometer meters; all of them exist from the start. */
public final class MicrometerRequestMeters implements RequestMeters {
    private enum Outcome {
        SUCCEEDED,
        FAILED,
        CANCELED,
        POSTPONED,
        REFUSED
    }

    private final Map<Outcome, Counter> requests = new EnumMap<>(Outcome.class);
    private final Counter taken;
    private final AtomicInteger inHand;

    /** Meters in this registry. */
    public MicrometerRequestMeters(MeterRegistry meters) {
        for (Outcome outcome : Outcome.values()) {
            String tag = outcome.name().toLowerCase(Locale.ROOT);
            requests.put(outcome, meters.counter(InferenceMetrics.REQUESTS, InferenceMetrics.OUTCOME, tag));
        }
        taken = meters.counter(InferenceMetrics.REQUESTS_TAKEN);
        inHand = meters.gauge(InferenceMetrics.REQUESTS_IN_HAND, new AtomicInteger());
    }

    @Override
    public void taken() {
        taken.increment();
        inHand.incrementAndGet();
    }

    @Override
    public void released() {
        inHand.decrementAndGet();
    }

    @Override
    public void answered(GenerationResult.State state) {
        requests.get(
                        switch (state) {
                            case SUCCEEDED -> Outcome.SUCCEEDED;
                            case FAILED -> Outcome.FAILED;
                            case CANCELED -> Outcome.CANCELED;
                        })
                .increment();
    }

    @Override
    public void postponed() {
        requests.get(Outcome.POSTPONED).increment();
    }

    @Override
    public void refused() {
        requests.get(Outcome.REFUSED).increment();
    }
}
