package io.wavemesh.inference;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.DefaultBean;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.ScratchFolder;
import io.wavemesh.device.DeviceMeters;
import io.wavemesh.device.DeviceWatch;
import io.wavemesh.health.DeviceChecks;
import io.wavemesh.inference.config.InferenceConfig;
import io.wavemesh.inference.config.SettingRelations;
import io.wavemesh.inference.domain.AdapterCache;
import io.wavemesh.inference.domain.AdapterErasure;
import io.wavemesh.inference.domain.AdapterRegistry;
import io.wavemesh.inference.domain.AdapterRemoval;
import io.wavemesh.inference.domain.AdapterStore;
import io.wavemesh.inference.domain.Engine;
import io.wavemesh.inference.domain.GenerationDesk;
import io.wavemesh.inference.domain.GenerationGate;
import io.wavemesh.inference.domain.GenerationLimits;
import io.wavemesh.inference.domain.GenerationMeters;
import io.wavemesh.inference.domain.GenerationPlanner;
import io.wavemesh.inference.domain.GenerationQueue;
import io.wavemesh.inference.domain.GenerationWorker;
import io.wavemesh.inference.domain.ImageDelivery;
import io.wavemesh.inference.domain.ImageExpiry;
import io.wavemesh.inference.domain.ImageGenerator;
import io.wavemesh.inference.domain.JobArchive;
import io.wavemesh.inference.domain.ModelOpener;
import io.wavemesh.inference.domain.PictureStore;
import io.wavemesh.inference.domain.PreparedAdapters;
import io.wavemesh.inference.domain.PublishLag;
import io.wavemesh.inference.kafka.AdapterFeed;
import io.wavemesh.inference.kafka.ErasureFeed;
import io.wavemesh.inference.kafka.KafkaAdapterWithdrawal;
import io.wavemesh.inference.metrics.MicrometerGenerationMeters;
import io.wavemesh.inference.onnx.OnnxModelOpener;
import io.wavemesh.inference.storage.ObjectAdapterStore;
import io.wavemesh.inference.storage.ObjectAgingImages;
import io.wavemesh.inference.storage.ObjectPictureStore;
import io.wavemesh.inference.tracing.SpanJobTraces;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.BrokerProbe;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.messaging.TopicSetup;
import io.wavemesh.store.MeshObjectStore;
import io.wavemesh.store.ObjectStores;
import io.wavemesh.tracing.Tracing;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Puts the parts together. */
final class Wiring {
    private static final String SCOPE = "io.wavemesh.inference";
    private static final String SOURCE = "/wavemesh/inference";
    private static final long SEEDS = 1L << 32;
    private static final Duration ERASE_AGAIN = Duration.ofSeconds(10);

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Topics topics(InferenceConfig config) {
        InferenceConfig.CompactedTopics compacted = config.kafka().compactedTopics();
        return new Topics(
                config.kafka().topicPrefix().orElse(""),
                new Topics.Compaction(compacted.segmentTime(), compacted.deleteRetention()));
    }

    @Produces
    @Singleton
    BrokerConnection broker(InferenceConfig config) {
        InferenceConfig.Kafka kafka = config.kafka();
        return BrokerConnection.of(
                kafka.bootstrapServers(), "inference.kafka.security", kafka.security(), kafka.properties());
    }

    @Produces
    @Singleton
    EventPublisher publisher(BrokerConnection broker, InferenceConfig config, Tracing tracing) {
        return new EventPublisher(broker, SOURCE, config.kafka().sendTimeout(), tracing.telemetry());
    }

    void close(@Disposes EventPublisher publisher) {
        publisher.close();
    }

    @Produces
    @Singleton
    BrokerProbe probe(BrokerConnection broker) {
        return new BrokerProbe(broker);
    }

    void close(@Disposes BrokerProbe probe) {
        probe.close();
    }

    @Produces
    @Singleton
    Optional<DeviceWatch> device(InferenceConfig config, MeterRegistry registry) {
        Optional<DeviceWatch> device = DeviceWatch.of(config.engine().device());
        device.ifPresent(watch -> new DeviceMeters(watch).bindTo(registry));
        return device;
    }

    void close(@Disposes Optional<DeviceWatch> device) {
        device.ifPresent(DeviceWatch::close);
    }

    @Produces
    @Singleton
    DeviceChecks deviceChecks(InferenceConfig config) {
        return new DeviceChecks(config.health().timeout());
    }

    @Produces
    @Singleton
    MeshObjectStore objects(InferenceConfig config, MeterRegistry registry) {
        SettingRelations.check(config);
        return ObjectStores.open(config.store(), registry);
    }

    void close(@Disposes MeshObjectStore objects) {
        objects.close();
    }

    @Produces
    @Singleton
    AdapterStore adapterStore(ObjectStore objects, InferenceConfig config) {
        return new ObjectAdapterStore(objects, config.adapters().maxFileSize().asLongValue());
    }

    @Produces
    @Singleton
    PictureStore pictureStore(ObjectStore objects) {
        return new ObjectPictureStore(objects);
    }

    @Produces
    @Singleton
    ImageExpiry expiry(ObjectStore objects, InferenceConfig config, InstantSource clock) {
        InferenceConfig.Images images = config.images();
        return new ImageExpiry(
                new ObjectAgingImages(objects),
                new ImageExpiry.Rule(images.keep(), images.sweepInterval(), images.sweepRate()),
                clock);
    }

    @Produces
    @Singleton
    ScratchFolder scratch() {
        return ScratchFolder.below(Path.of(System.getProperty("java.io.tmpdir"), "wavemesh-inference"));
    }

    void close(@Disposes ScratchFolder scratch) {
        scratch.close();
    }

    @Produces
    @Singleton
    AdapterRegistry registry() {
        return new AdapterRegistry();
    }

    @Produces
    @Singleton
    AdapterCache cache(InferenceConfig config) {
        return new AdapterCache(config.adapters().cacheSize().asLongValue());
    }

    @Produces
    @Singleton
    AdapterFeed feed(
            BrokerConnection broker,
            Topics topics,
            AdapterRegistry registry,
            AdapterErasure erasure,
            GenerationMeters meters,
            InstantSource clock,
            Tracing tracing) {
        return new AdapterFeed(broker, topics, registry, erasure, new PublishLag(meters, clock), tracing.telemetry());
    }

    @Produces
    @Singleton
    AdapterErasure erasure(
            AdapterRegistry registry,
            AdapterCache cache,
            JobArchive archive,
            AdapterStore store,
            EventPublisher publisher,
            Topics topics,
            ScheduledThreadPoolExecutor timer) {
        return new AdapterErasure(
                registry, cache, archive, store, new KafkaAdapterWithdrawal(publisher, topics), timer, ERASE_AGAIN);
    }

    @Produces
    @Singleton
    ErasureFeed erasureFeed(BrokerConnection broker, Topics topics, AdapterErasure erasure) {
        return new ErasureFeed(broker, topics, erasure);
    }

    @Produces
    @Singleton
    TopicSetup topicSetup(BrokerConnection broker, Topics topics, InferenceConfig config) {
        Topics.Topic requests = topics.generationRequests();
        return new TopicSetup(
                broker,
                config.requests().enabled()
                        ? List.of(
                                topics.adapters(),
                                topics.jobControl(),
                                requests,
                                topics.deadLetters(requests),
                                topics.generationResults())
                        : List.of(topics.adapters(), topics.jobControl()));
    }

    @Produces
    @Singleton
    AdapterRemoval removal(
            AdapterRegistry registry, AdapterCache cache, AdapterStore store, EventPublisher publisher, Topics topics) {
        return new AdapterRemoval(registry, cache, store, new KafkaAdapterWithdrawal(publisher, topics));
    }

    @Produces
    @Singleton
    GenerationQueue queue(InferenceConfig config) {
        InferenceConfig.Requests requests = config.requests();
        return new GenerationQueue(
                config.queue().length(),
                requests.enabled() ? requests.parallel() : 0,
                config.batch().maxImages());
    }

    @Produces
    @Singleton
    MicrometerGenerationMeters meters(
            MeterRegistry meters, GenerationQueue queue, AdapterRegistry registry, AdapterCache cache) {
        return new MicrometerGenerationMeters(meters, queue, registry, cache);
    }

    void close(@Disposes MicrometerGenerationMeters meters) {
        meters.close();
    }

    @Produces
    @Singleton
    ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "time-limits");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    void close(@Disposes ScheduledThreadPoolExecutor timer) {
        timer.shutdownNow();
    }

    @Produces
    @Singleton
    GenerationDesk desk(
            GenerationQueue queue,
            InferenceConfig config,
            ScheduledThreadPoolExecutor timer,
            GenerationMeters meters,
            InstantSource clock,
            Tracing tracing) {
        return new GenerationDesk(
                queue, config.limits().time(), timer, meters, clock, new SpanJobTraces(tracing.tracer(SCOPE)));
    }

    @Produces
    @Singleton
    JobArchive archive(InferenceConfig config, InstantSource clock) {
        return new JobArchive(config.queue().retainedJobs(), config.queue().retention(), clock);
    }

    @Produces
    @Singleton
    GenerationGate gate() {
        return new GenerationGate();
    }

    @Produces
    @Singleton
    @DefaultBean
    ModelOpener opener(InferenceConfig config) {
        return new OnnxModelOpener(config);
    }

    @Produces
    @Singleton
    Engine engine(
            InferenceConfig config,
            ModelOpener opener,
            AdapterFeed feed,
            GenerationGate gate,
            AdapterRegistry registry,
            WorkerParts parts) {
        SecureRandom random = new SecureRandom();
        GenerationLimits limits = new GenerationLimits(
                config.limits().images(),
                config.limits().steps(),
                config.limits().pixels(),
                config.limits().promptLength(),
                config.limits().adapters());
        return new Engine(
                opener,
                feed::awaitCaughtUp,
                model -> new GenerationPlanner(model, limits, registry, () -> random.nextLong(SEEDS)),
                generator -> parts.worker(generator, config.batch().maxImages()),
                gate,
                ServiceLife::exit);
    }

    /** What a worker needs besides the model. */
    @Singleton
    static final class WorkerParts {
        private final GenerationQueue queue;
        private final AdapterRegistry registry;
        private final AdapterStore store;
        private final AdapterCache cache;
        private final PictureStore pictures;
        private final ScratchFolder scratch;
        private final GenerationMeters meters;

        WorkerParts(
                GenerationQueue queue,
                AdapterRegistry registry,
                AdapterStore store,
                AdapterCache cache,
                PictureStore pictures,
                ScratchFolder scratch,
                GenerationMeters meters) {
            this.queue = queue;
            this.registry = registry;
            this.store = store;
            this.cache = cache;
            this.pictures = pictures;
            this.scratch = scratch;
            this.meters = meters;
        }

        GenerationWorker worker(ImageGenerator generator, int maxBatchImages) {
            return new GenerationWorker(
                    queue,
                    registry,
                    new PreparedAdapters(store, cache, generator, scratch.path()),
                    generator,
                    new ImageDelivery(pictures),
                    meters,
                    maxBatchImages);
        }
    }
}
