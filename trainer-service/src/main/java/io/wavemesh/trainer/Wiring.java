package io.wavemesh.trainer;

import io.micrometer.core.instrument.MeterRegistry;
import io.wavemesh.contracts.Topics;
import io.wavemesh.device.DeviceMeters;
import io.wavemesh.device.DeviceWatch;
import io.wavemesh.health.DeviceChecks;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.BrokerProbe;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.store.MeshObjectStore;
import io.wavemesh.store.ObjectStores;
import io.wavemesh.tracing.Tracing;
import io.wavemesh.trainer.config.SettingRelations;
import io.wavemesh.trainer.config.TrainerConfig;
import io.wavemesh.trainer.domain.TrainerOpener;
import io.wavemesh.trainer.metrics.TrainerMetrics;
import io.wavemesh.trainer.training.DjlTrainerOpener;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Puts the service's parts together from its settings. */
final class Wiring {
    private static final String SOURCE = "/wavemesh/trainer";

    @Produces
    @Singleton
    Topics topics(TrainerConfig config) {
        TrainerConfig.CompactedTopics compacted = config.kafka().compactedTopics();
        return new Topics(
                config.kafka().topicPrefix().orElse(""),
                new Topics.Compaction(compacted.segmentTime(), compacted.deleteRetention()));
    }

    @Produces
    @Singleton
    BrokerConnection connection(TrainerConfig config) {
        TrainerConfig.Kafka kafka = config.kafka();
        return BrokerConnection.of(
                kafka.bootstrapServers(), "trainer.kafka.security", kafka.security(), kafka.properties());
    }

    @Produces
    @Singleton
    EventPublisher publisher(BrokerConnection connection, TrainerConfig config, Tracing tracing) {
        return new EventPublisher(connection, SOURCE, config.kafka().requestTimeout(), tracing.telemetry());
    }

    void close(@Disposes EventPublisher publisher) {
        publisher.close();
    }

    @Produces
    @Singleton
    BrokerProbe probe(BrokerConnection connection) {
        return new BrokerProbe(connection);
    }

    void close(@Disposes BrokerProbe probe) {
        probe.close();
    }

    @Produces
    @Singleton
    Optional<DeviceWatch> device(TrainerConfig config, MeterRegistry registry) {
        Optional<DeviceWatch> device = DeviceWatch.of(config.engine().device());
        device.ifPresent(watch -> new DeviceMeters(watch).bindTo(registry));
        return device;
    }

    void close(@Disposes Optional<DeviceWatch> device) {
        device.ifPresent(DeviceWatch::close);
    }

    @Produces
    @Singleton
    DeviceChecks deviceChecks(TrainerConfig config) {
        return new DeviceChecks(config.health().timeout());
    }

    @Produces
    @Singleton
    MeshObjectStore objects(TrainerConfig config, MeterRegistry registry) {
        SettingRelations.check(config);
        return ObjectStores.open(config.store(), registry);
    }

    void close(@Disposes MeshObjectStore objects) {
        objects.close();
    }

    @Produces
    @Singleton
    TrainerMetrics metrics(MeterRegistry registry) {
        return new TrainerMetrics(registry);
    }

    @Produces
    @Singleton
    TrainerOpener opener(TrainerConfig config) {
        return new DjlTrainerOpener(config);
    }
}
