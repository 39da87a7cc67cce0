package io.wavemesh.inference.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wavemesh.inference.domain.AdapterCache;
import io.wavemesh.inference.domain.AdapterRegistry;
import io.wavemesh.inference.domain.FailureKind;
import io.wavemesh.inference.domain.GenerationMeters;
import io.wavemesh.inference.domain.GenerationQueue;
import io.wavemesh.inference.domain.JobState;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The domain's measures as Micrometer meters; all of them exist from the start. */
public final class MicrometerGenerationMeters implements GenerationMeters, AutoCloseable {
    private enum Outcome {
        SUCCEEDED,
        FAILED,
        TIMED_OUT,
        CANCELED,
        REFUSED
    }

    private final Map<Outcome, Counter> images = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Timer> durations = new EnumMap<>(Outcome.class);
    private final Timer wait;
    private final Timer lag;
    private final Timer work;
    private final Counter steps;
    private final Timer mergeHit;
    private final Timer mergeMiss;
    private final Counter lookupHit;
    private final Counter lookupMiss;
    private final MeterRegistry registry;
    private final List<Gauge> gauges;

    /** Meters in this registry, with gauges on the queue, the known adapters and the cache. */
    public MicrometerGenerationMeters(
            MeterRegistry meters, GenerationQueue queue, AdapterRegistry adapters, AdapterCache cache) {
        for (Outcome outcome : Outcome.values()) {
            String tag = outcome.name().toLowerCase(Locale.ROOT);
            images.put(outcome, meters.counter(InferenceMetrics.IMAGES, InferenceMetrics.OUTCOME, tag));
            if (outcome != Outcome.REFUSED) {
                durations.put(
                        outcome,
                        Timer.builder(InferenceMetrics.IMAGE_DURATION)
                                .tag(InferenceMetrics.OUTCOME, tag)
                                .serviceLevelObjectives(InferenceMetrics.bounds())
                                .register(meters));
            }
        }
        wait = Timer.builder(InferenceMetrics.QUEUE_WAIT)
                .serviceLevelObjectives(InferenceMetrics.bounds())
                .register(meters);
        lag = Timer.builder(InferenceMetrics.ADAPTER_LAG)
                .serviceLevelObjectives(InferenceMetrics.bounds())
                .register(meters);
        work = meters.timer(InferenceMetrics.RUN_DURATION);
        steps = meters.counter(InferenceMetrics.STEPS);
        mergeHit = meters.timer(InferenceMetrics.MERGE_DURATION, InferenceMetrics.CACHE, "hit");
        mergeMiss = meters.timer(InferenceMetrics.MERGE_DURATION, InferenceMetrics.CACHE, "miss");
        lookupHit = meters.counter(InferenceMetrics.CACHE_LOOKUPS, InferenceMetrics.CACHE, "hit");
        lookupMiss = meters.counter(InferenceMetrics.CACHE_LOOKUPS, InferenceMetrics.CACHE, "miss");
        registry = meters;
        gauges = List.of(
                Gauge.builder(InferenceMetrics.QUEUE_DEPTH, queue, GenerationQueue::depth)
                        .register(meters),
                Gauge.builder(InferenceMetrics.ADAPTERS_KNOWN, adapters, AdapterRegistry::size)
                        .register(meters),
                Gauge.builder(InferenceMetrics.CACHE_USED, cache, AdapterCache::byteCount)
                        .baseUnit(InferenceMetrics.BYTES)
                        .register(meters));
    }

    /** Takes the gauges out of the registry, which may outlive what they show. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }

    @Override
    public void waited(Duration time) {
        wait.record(time);
    }

    @Override
    public void ended(JobState.Ended end, int count) {
        Outcome outcome = end.accept(new Outcomes());
        images.get(outcome).increment(count);
        durations.get(outcome).record(end.times().queued().plus(end.times().run()));
    }

    @Override
    public void refused(int count) {
        images.get(Outcome.REFUSED).increment(count);
    }

    @Override
    public void drew(int count, int stepsEach) {
        steps.increment((double) count * stepsEach);
    }

    @Override
    public void worked(Duration time) {
        work.record(time);
    }

    @Override
    public void merged(boolean cached, Duration time) {
        (cached ? mergeHit : mergeMiss).record(time);
    }

    @Override
    public void learned(Duration time) {
        lag.record(time);
    }

    @Override
    public void lookedUp(boolean cached) {
        (cached ? lookupHit : lookupMiss).increment();
    }

    private static final class Outcomes implements JobState.Visitor<Outcome> {
        @Override
        public Outcome finished(JobState.Finished end) {
            return Outcome.SUCCEEDED;
        }

        @Override
        public Outcome failed(JobState.Failed end) {
            return end.kind() == FailureKind.TIMED_OUT ? Outcome.TIMED_OUT : Outcome.FAILED;
        }

        @Override
        public Outcome cancelled(JobState.Cancelled end) {
            return Outcome.CANCELED;
        }
    }
}
