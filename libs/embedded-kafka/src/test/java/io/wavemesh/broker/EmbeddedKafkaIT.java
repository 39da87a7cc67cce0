package io.wavemesh.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    @TempDir
    Path folder;

    @Test
    void keepsItsTopicsWhenStartedAgain() throws Exception {
        BrokerSettings settings = BrokerSettings.in(folder);
        try (EmbeddedKafka broker = new EmbeddedKafka(settings).start();
                Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic("kept", Optional.of(2), Optional.empty())))
                    .all()
                    .get();
        }

        try (EmbeddedKafka broker = new EmbeddedKafka(settings).start();
                Admin admin = admin(broker)) {
            assertThat(admin.listTopics().names().get()).contains("kept");
            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + settings.port());
        }
    }

    @Test
    void hasShareGroups() throws Exception {
        try (EmbeddedKafka broker = new EmbeddedKafka(BrokerSettings.in(folder)).start();
                Admin admin = admin(broker)) {
            assertThat(admin.describeFeatures()
                            .featureMetadata()
                            .get()
                            .finalizedFeatures()
                            .get("share.version")
                            .maxVersionLevel())
                    .isEqualTo((short) 1);
        }
    }

    private static Admin admin(EmbeddedKafka broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
}
