package io.wavemesh.messaging;

import io.wavemesh.contracts.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics that are missing; those that exist stay as they are. Asks first, so that only who has topics to
 * create needs the right to.
 */
public final class TopicProvisioner {
    private final BrokerConnection connection;

    /** Uses a connection only while it works. */
    public TopicProvisioner(BrokerConnection connection) {
        this.connection = connection;
    }

    /** Returns when all topics exist; throws {@link BrokerUnavailableException} otherwise. */
    public void provision(Collection<Topics.Topic> topics, Duration limit) {
        try (Admin admin = connection.admin("wavemesh-provisioner")) {
            Map<String, KafkaFuture<TopicDescription>> known = admin.describeTopics(
                            topics.stream().map(Topics.Topic::name).toList())
                    .topicNameValues();
            List<Topics.Topic> missing = topics.stream()
                    .filter(topic -> !exists(topic.name(), known.get(topic.name()), limit))
                    .toList();
            if (missing.isEmpty()) {
                return;
            }
            Map<String, KafkaFuture<Void>> answers = admin.createTopics(
                            missing.stream().map(TopicProvisioner::newTopic).toList())
                    .values();
            answers.forEach((name, answer) -> Answers.await(
                    answer.toCompletionStage().handle(TopicProvisioner::created).toCompletableFuture(),
                    limit,
                    "create topic " + name));
        }
    }

    private static boolean exists(String name, KafkaFuture<TopicDescription> answer, Duration limit) {
        return Answers.await(
                answer.toCompletionStage()
                        .handle((description, fault) -> isThere(fault))
                        .toCompletableFuture(),
                limit,
                "look up topic " + name);
    }

    private static Boolean isThere(Throwable fault) {
        Throwable cause = cause(fault);
        if (cause == null) {
            return Boolean.TRUE;
        }
        if (cause instanceof UnknownTopicOrPartitionException) {
            return Boolean.FALSE;
        }
        throw new BrokerUnavailableException(
                cause instanceof TopicAuthorizationException ? "not authorized, or missing" : cause.getMessage(),
                cause);
    }

    private static Boolean created(Void nothing, Throwable fault) {
        Throwable cause = cause(fault);
        if (cause == null || cause instanceof TopicExistsException) {
            return Boolean.TRUE;
        }
        throw new BrokerUnavailableException(
                cause instanceof TopicAuthorizationException ? "it is missing, and not authorized" : cause.getMessage(),
                cause);
    }

    private static Throwable cause(Throwable fault) {
        Throwable cause = fault;
        while (cause instanceof CompletionException || cause instanceof ExecutionException) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static NewTopic newTopic(Topics.Topic topic) {
        // Without a factor the brokers use their own default.
        return new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty()).configs(topic.configs());
    }
}
