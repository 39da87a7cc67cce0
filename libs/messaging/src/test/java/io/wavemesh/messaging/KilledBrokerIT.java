package io.wavemesh.messaging;

import static io.wavemesh.messaging.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.broker.BrokerProcess;
import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.contracts.Disposition;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.Topics;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker of a share queue dies by SIGKILL: its port refuses, which makes Kafka's own consumer ask without a pause. */
class KilledBrokerIT {
    private static final Duration WATCHED = Duration.ofSeconds(3);
    private static final double MOST_CPU = 0.05;

    @TempDir
    private Path folder;

    @Test
    void theQueueWaitsQuietlyAndGoesOnWhenTheBrokerIsBack() throws InterruptedException {
        RecordingHandler handler = RecordingHandler.answering(Disposition.DONE);
        Topics.Topic topic = new Topics.Topic("topic", 1, Map.of());
        Topics.Topic letters = new Topics("").deadLetters(topic);
        try (BrokerProcess broker = new BrokerProcess(BrokerSettings.in(folder)).start()) {
            BrokerConnection connection = BrokerConnection.to(broker.bootstrapServers());
            new TopicProvisioner(connection).provision(List.of(topic, letters), Duration.ofSeconds(60));
            try (EventPublisher publisher = new EventPublisher(connection, "/test", Duration.ofSeconds(30));
                    ShareQueue<JobControl> queue = new ShareQueue<>(
                            connection,
                            ShareQueueSettings.of("group", topic),
                            JobControl.class,
                            handler,
                            new DeadLetters(publisher, letters, Clock.systemUTC()),
                            QueueListener.NONE)) {
                queue.start();
                publisher.publish(topic, BrokerCase.message("before"));
                eventually("work before", () -> handler.jobs().contains("before"));

                broker.kill();
                eventually("the queue knows", () -> queue.fault().isPresent());
                long begin = System.nanoTime();
                long used = cpuOfTheQueue();
                TimeUnit.NANOSECONDS.sleep(WATCHED.toNanos());
                double share = (cpuOfTheQueue() - used) / (double) (System.nanoTime() - begin);
                assertThat(share).as("share of a core").isLessThan(MOST_CPU);

                broker.start();
                publisher.publish(topic, BrokerCase.message("after"));
                eventually("work afterwards", () -> handler.jobs().contains("after"));
                assertThat(queue.fault()).isEmpty();
            }
        }
    }

    /** Nanoseconds that the queue's thread and those of its clients have worked. */
    private static long cpuOfTheQueue() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null)
                .filter(thread -> thread.getThreadName().startsWith("share-queue-")
                        || thread.getThreadName().contains("wavemesh-share-groups")
                        || thread.getThreadName().equals("consumer_background_thread"))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId())))
                .sum();
    }
}
