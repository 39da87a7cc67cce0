package io.wavemesh.inference;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.broker.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real broker and an empty store for a service that a test starts in its own JVM. */
public class BrokerResource implements QuarkusTestResourceLifecycleManager {
    private EmbeddedKafka broker;

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "broker-");
            broker = new EmbeddedKafka(BrokerSettings.in(folder.resolve("kafka"))).start();
            return Map.of(
                    "inference.kafka.bootstrap-servers", broker.bootstrapServers(),
                    "inference.kafka.send-timeout", "2s",
                    "inference.store.root",
                            folder.resolve("store").toAbsolutePath().toString(),
                    "inference.model.path", ".",
                    "inference.queue.length", "2",
                    "inference.queue.retained-jobs", "20",
                    "inference.limits.time", "5s",
                    "inference.batch.max-images", "2");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        broker.close();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(broker, new TestInjector.MatchesType(EmbeddedKafka.class));
    }
}
