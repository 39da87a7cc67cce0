package io.wavemesh.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.common.ShareVersion;

/**
 * A real Kafka broker in this JVM: a KRaft node that is broker and controller, with share groups on, alone or one of a
 * cluster. Data stay in the folder, so a broker started again on the same folder and ports goes on where it was. One
 * thread at a time.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private final BrokerSettings settings;
    private KafkaRaftServer server;

    /** A broker that is not yet started. */
    public EmbeddedKafka(BrokerSettings settings) {
        this.settings = settings;
    }

    /** Formats the folder if it is new, and starts; returns when clients can connect. */
    public EmbeddedKafka start() {
        if (server != null) {
            throw new IllegalStateException("the broker runs already");
        }
        try {
            Files.createDirectories(settings.dataFolder());
            format(settings.dataFolder());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the broker's folder " + settings.dataFolder(), e);
        }
        KafkaRaftServer starting =
                new KafkaRaftServer(new KafkaConfig(BrokerProperties.of(settings), false), Time.SYSTEM);
        starting.startup();
        server = starting;
        return this;
    }

    /** Where clients connect. */
    public String bootstrapServers() {
        return "127.0.0.1:" + settings.port();
    }

    /** Where the owner connects in plain text and may do everything; clients' address without security. */
    public String ownerServers() {
        return "127.0.0.1:"
                + settings.security().map(BrokerSecurity::internalPort).orElse(settings.port());
    }

    /** Stops the broker, if it runs; the data stay. */
    @Override
    public void close() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    private void format(Path folder) {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setClusterId(settings.quorum().clusterId())
                    .setNodeId(settings.quorum().nodeId())
                    .setControllerListenerName(BrokerProperties.CONTROLLER)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setFeatureLevel(ShareVersion.FEATURE_NAME, ShareVersion.LATEST_PRODUCTION.featureLevel())
                    .addDirectory(folder.toString())
                    .setMetadataLogDirectory(folder.toString())
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format the broker's folder " + folder, e);
        }
    }
}
