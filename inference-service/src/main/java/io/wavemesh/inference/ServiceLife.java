package io.wavemesh.inference;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wavemesh.inference.config.InferenceConfig;
import io.wavemesh.inference.config.SettingRelations;
import io.wavemesh.inference.domain.Engine;
import io.wavemesh.inference.domain.GenerationDesk;
import io.wavemesh.inference.domain.ImageExpiry;
import io.wavemesh.inference.kafka.AdapterFeed;
import io.wavemesh.inference.kafka.ErasureFeed;
import io.wavemesh.inference.kafka.GenerationRequestFeed;
import io.wavemesh.messaging.TopicSetup;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Starts the parts, and stops them: refuses new work, finishes what is in hand within a limit, lets go of the rest. */
@Singleton
final class ServiceLife {
    private static final Logger LOG = Logger.getLogger(ServiceLife.class);
    private static final Duration SLICE_LIMIT = Duration.ofSeconds(10);

    private final InferenceConfig config;
    private final TopicSetup topics;
    private final AdapterFeed feed;
    private final ErasureFeed erasures;
    private final Engine engine;
    private final GenerationDesk desk;
    private final GenerationRequestFeed requests;
    private final ImageExpiry expiry;

    ServiceLife(
            InferenceConfig config,
            TopicSetup topics,
            AdapterFeed feed,
            ErasureFeed erasures,
            Engine engine,
            GenerationDesk desk,
            GenerationRequestFeed requests,
            ImageExpiry expiry) {
        this.config = config;
        this.topics = topics;
        this.feed = feed;
        this.erasures = erasures;
        this.engine = engine;
        this.desk = desk;
        this.requests = requests;
        this.expiry = expiry;
    }

    void start(@Observes StartupEvent event) {
        SettingRelations.check(config);
        topics.start();
        erasures.start();
        feed.start();
        engine.start();
        requests.start();
        expiry.start();
    }

    void stop(@Observes ShutdownEvent event) {
        try {
            requests.close();
            desk.close();
            if (!engine.awaitEnd(config.shutdown().limit())) {
                LOG.warn("work in hand is not finished in time, letting go of it");
                desk.abandon();
                if (!engine.awaitEnd(SLICE_LIMIT)) {
                    LOG.warn("the engine is still busy, leaving it to the end of the process");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            topics.close();
            feed.close();
            erasures.close();
            expiry.close();
        }
    }

    /** Ends the process, since without a model it can't do its work. */
    static void exit(RuntimeException cause) {
        LOG.error("the model can not be opened: " + cause.getMessage(), cause);
        Quarkus.asyncExit(1);
    }
}
