package io.wavemesh.ingest.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;

/**
 * What waits in topics of the whole mesh, in a Micrometer registry. Of the gauges every replica tells the same, so take the
 * maximum over replicas and never the sum. Not a number as long as it is not known.
 */
public final class BacklogMetrics {
    /** Gauge, tag {@link #TOPIC}: dead letters that nobody has replayed or dropped. Drives an alert. */
    public static final String DEAD_LETTERS = "waveft.ingest.dead.letters";
    /**
     * Gauge: requests for images in their topic that are not answered, those in a replica's hands included. Drives the
     * scaling of inference.
     */
    public static final String IMAGE_REQUESTS = "waveft.ingest.image.requests";
    /**
     * Counter: answered requests for images that this replica removed from their topic. Two replicas at the same moment may
     * both count one.
     */
    public static final String REMOVED_REQUESTS = "waveft.ingest.removed.requests";
    /** Tag: the topic that the letters come from, without the mesh's prefix. */
    public static final String TOPIC = "topic";

    private final MeterRegistry registry;

    /** Registers nothing yet. */
    public BacklogMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Registers the open letters of a topic; takes their number from now on. */
    public DoubleConsumer deadLetters(String topic) {
        AtomicReference<Double> value = new AtomicReference<>(Double.NaN);
        Gauge.builder(DEAD_LETTERS, value::get)
                .description("Dead letters that nobody has replayed or dropped")
                .tag(TOPIC, topic)
                .register(registry);
        return value::set;
    }

    /** Registers the requests that are not answered; takes their number from now on. */
    public DoubleConsumer imageRequests() {
        AtomicReference<Double> value = new AtomicReference<>(Double.NaN);
        Gauge.builder(IMAGE_REQUESTS, value::get)
                .description("Requests for images in their topic that are not answered")
                .register(registry);
        return value::set;
    }

    /** Registers the requests that are removed; takes how many more they are. */
    public LongConsumer removedRequests() {
        return Counter.builder(REMOVED_REQUESTS)
                .description("Answered requests for images that were removed from their topic")
                .register(registry)::increment;
    }
}
