package io.wavemesh.tests.brokers;

import io.wavemesh.broker.BrokerProcess;
import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.tests.harness.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;

/** Three brokers as processes: three copies of every topic, two of which must be there for a write. */
final class BrokerCluster implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final List<BrokerProcess> nodes;

    private BrokerCluster(List<BrokerProcess> nodes) {
        this.nodes = nodes;
    }

    /** Starts them, and returns when all can be reached. */
    static BrokerCluster start(Path folder) {
        BrokerCluster cluster = new BrokerCluster(BrokerSettings.cluster(folder, 3).stream()
                .map(BrokerProcess::new)
                .toList());
        cluster.startAll();
        cluster.awaitWhole();
        return cluster;
    }

    String bootstrapServers() {
        return nodes.stream().map(BrokerProcess::bootstrapServers).collect(Collectors.joining(","));
    }

    BrokerConnection connection() {
        return BrokerConnection.to(bootstrapServers());
    }

    /** SIGKILL. */
    void kill(int nodeId) {
        nodes.get(nodeId - 1).kill();
    }

    /** SIGKILL for all at once. */
    void killAll() {
        List<Thread> killers =
                nodes.stream().map(node -> new Thread(node::kill)).toList();
        killers.forEach(Thread::start);
        for (Thread killer : killers) {
            try {
                killer.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Starts those that don't run, without waiting. */
    void startAll() {
        nodes.stream().filter(node -> !node.isAlive()).forEach(BrokerProcess::start);
    }

    /** The node that leads the first partition of a topic. */
    int leaderOf(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = connection().admin("test")) {
            return admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .get(topic)
                    .get()
                    .partitions()
                    .get(0)
                    .leader()
                    .id();
        }
    }

    /** Waits until all are there and have every copy; returns how long that took. */
    Duration awaitWhole() {
        try (Admin admin = connection().admin("test")) {
            return Await.within(LIMIT, "every copy is there", () -> isWhole(admin));
        }
    }

    private boolean isWhole(Admin admin) throws InterruptedException {
        try {
            return admin.describeCluster().nodes().get().size() == nodes.size()
                    && admin
                            .describeTopics(admin.listTopics(new ListTopicsOptions().listInternal(true))
                                    .names()
                                    .get())
                            .allTopicNames()
                            .get()
                            .values()
                            .stream()
                            .allMatch(this::hasEveryCopy);
        } catch (ExecutionException e) {
            return false;
        }
    }

    private boolean hasEveryCopy(TopicDescription topic) {
        return topic.partitions().stream()
                .allMatch(partition ->
                        partition.leader() != null && partition.isr().size() == nodes.size());
    }

    @Override
    public void close() {
        killAll();
    }
}
