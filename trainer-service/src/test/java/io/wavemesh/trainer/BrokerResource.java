package io.wavemesh.trainer;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.broker.EmbeddedKafka;
import io.wavemesh.testkit.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A broker, a store and the tiny base model for the service under test. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {
    private Path folder;
    private EmbeddedKafka broker;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("trainer-it-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        broker = new EmbeddedKafka(BrokerSettings.in(folder.resolve("kafka"))).start();
        return Map.ofEntries(
                Map.entry("trainer.kafka.bootstrap-servers", broker.bootstrapServers()),
                Map.entry("trainer.kafka.topic-prefix", "it."),
                Map.entry("trainer.kafka.retry-pause", "100ms"),
                Map.entry("trainer.store.root", folder.resolve("store").toString()),
                Map.entry("trainer.engine.work-folder", folder.resolve("work").toString()),
                Map.entry("trainer.model.path", Golden.tinyModel().toString()),
                Map.entry("trainer.model.id", "tiny"),
                Map.entry("quarkus.log.category.\"kafka\".level", "ERROR"),
                Map.entry("quarkus.log.category.\"org.apache.kafka\".level", "ERROR"),
                Map.entry("quarkus.log.category.\"state.change.logger\".level", "ERROR"));
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
