package io.wavemesh.inference.metrics;

import java.time.Duration;
import java.util.stream.IntStream;

/** Names and keys of this service's meters. The registry adds units and {@code _total}. */
public final class InferenceMetrics {
    /**
     * Timer: until the adapters of a batch are ready as inputs of the engine, fetched and prepared if they were not held.
     * The engine adds them to the weights as part of its run.
     */
    public static final String MERGE_DURATION = "waveft.adapter.merge.duration";
    /** Counter: looks into the cache of adapters' values. */
    public static final String CACHE_LOOKUPS = "waveft.adapter.cache.lookups";
    /** Gauge, bytes: adapters' values held. */
    public static final String CACHE_USED = "waveft.adapter.cache.used";
    /** Gauge: adapters that are announced. */
    public static final String ADAPTERS_KNOWN = "waveft.adapter.known";
    /** Timer: from an adapter's announcement by its trainer to its being known here. Drives an alert. */
    public static final String ADAPTER_LAG = "waveft.adapter.publish.lag";
    /** Gauge: jobs that wait. Meant to drive scaling. */
    public static final String QUEUE_DEPTH = "waveft.image.queue.depth";
    /** Timer: from acceptance to the start of drawing. */
    public static final String QUEUE_WAIT = "waveft.image.queue.wait";
    /**
     * Timer: the engine at work on a batch. The rate of its sum is the share of the time that a replica is busy. Meant to drive
     * scaling.
     */
    public static final String RUN_DURATION = "waveft.image.run.duration";
    /** Timer: from acceptance to the end of a job. */
    public static final String IMAGE_DURATION = "waveft.image.duration";
    /** Counter: images asked for, by how their job ended. */
    public static final String IMAGES = "waveft.images";
    /** Counter: denoising steps done, each image counted. */
    public static final String STEPS = "waveft.image.steps";

    /** Counter: requests from the topic, by how an attempt at them ended; {@code refused} ones could not be read. */
    public static final String REQUESTS = "waveft.image.requests";
    /** Counter: attempts at requests from the topic that began. */
    public static final String REQUESTS_TAKEN = "waveft.image.requests.taken";
    /**
     * Gauge: attempts at requests from the topic that go on. The topic's backlog counts these too, so scaling takes them
     * off it: those that wait are in {@link #QUEUE_DEPTH}.
     */
    public static final String REQUESTS_IN_HAND = "waveft.image.requests.in.hand";

    /** Tag: whether values were held already. */
    public static final String CACHE = "cache";
    /** Tag: how a job ended. */
    public static final String OUTCOME = "outcome";

    /** Base unit of {@link #CACHE_USED}. */
    public static final String BYTES = "bytes";

    private InferenceMetrics() {}

    /** Buckets of {@link #QUEUE_WAIT} and {@link #IMAGE_DURATION}, for percentiles over all replicas. */
    static Duration[] bounds() {
        return IntStream.of(1, 2, 3, 5, 8, 13, 20, 30, 60, 120, 300)
                .mapToObj(Duration::ofSeconds)
                .toArray(Duration[]::new);
    }
}
