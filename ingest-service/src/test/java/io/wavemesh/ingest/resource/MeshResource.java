package io.wavemesh.ingest.resource;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.broker.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A real broker and an object store of files for the service under test. */
public final class MeshResource implements QuarkusTestResourceLifecycleManager {
    private Path folder;
    private EmbeddedKafka broker;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("ingest-it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        broker = new EmbeddedKafka(BrokerSettings.in(folder.resolve("kafka"))).start();
        return Map.of(
                "ingest.kafka.bootstrap-servers", broker.bootstrapServers(),
                "ingest.kafka.topic-prefix", "it.",
                "ingest.store.root", folder.resolve("store").toString(),
                "ingest.pictures.max-size", "300K",
                "ingest.pictures.max-set-size", "2M",
                "ingest.events.keep-alive", "200ms");
    }

    @Override
    public void stop() {
        broker.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
