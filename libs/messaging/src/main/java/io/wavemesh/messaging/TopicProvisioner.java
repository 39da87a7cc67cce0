package io.wavemesh.messaging;

import io.wavemesh.contracts.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing; those that exist stay as they are. */
public final class TopicProvisioner {
    private final BrokerConnection connection;

    /** Uses a connection only while it works. */
    public TopicProvisioner(BrokerConnection connection) {
        this.connection = connection;
    }

    /** Returns when all topics exist; throws {@link BrokerUnavailableException} otherwise. */
    public void provision(Collection<Topics.Topic> topics, Duration limit) {
        try (Admin admin = connection.admin("wavemesh-provisioner")) {
            Map<String, KafkaFuture<Void>> answers = admin.createTopics(
                            topics.stream().map(TopicProvisioner::newTopic).toList())
                    .values();
            answers.forEach((name, answer) -> Answers.await(
                    answer.toCompletionStage().handle(TopicProvisioner::created).toCompletableFuture(),
                    limit,
                    "create topic " + name));
        }
    }

    private static Boolean created(Void nothing, Throwable fault) {
        Throwable cause = fault;
        while (cause instanceof CompletionException || cause instanceof ExecutionException) {
            cause = cause.getCause();
        }
        if (cause == null || cause instanceof TopicExistsException) {
            return Boolean.TRUE;
        }
        throw new BrokerUnavailableException(cause.getMessage(), cause);
    }

    private static NewTopic newTopic(Topics.Topic topic) {
        // Without a factor the brokers use their own default.
        return new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty()).configs(topic.configs());
    }
}
