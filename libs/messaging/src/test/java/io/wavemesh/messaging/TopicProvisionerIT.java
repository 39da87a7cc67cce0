package io.wavemesh.messaging;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.wavemesh.contracts.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicProvisionerIT extends BrokerCase {

    @Test
    void leavesTopicsThatExistAsTheyAre() {
        TopicProvisioner provisioner = new TopicProvisioner(connection);
        List<Topics.Topic> topics = List.of(new Topics("again.").adapters());
        provisioner.provision(topics, Duration.ofSeconds(30));

        assertThatCode(() -> provisioner.provision(topics, Duration.ofSeconds(30)))
                .doesNotThrowAnyException();
    }
}
