package io.wavemesh.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.RequestId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Turns between owners of requests from the topic, of which one a consumer is in hand and one is drawn. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class RequestFairnessIT extends ServiceCase {
    private static final int PARTITIONS = 4;
    private static final int FLOOD = 40;
    private static final int GUESTS = 4;

    private final List<String> drawn = new CopyOnWriteArrayList<>();
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void connect() throws ExecutionException, InterruptedException {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        GENERATOR.before(run -> drawn.add(run.tasks().get(0).prompt()));
        boolean shared = false;
        for (int attempt = 0; attempt < 20 && !shared; attempt++) {
            shared = consumersShareThePartitions();
        }
        assertThat(shared).isTrue();
        drawn.clear();
    }

    /** A group learns of its members one by one: until then one of them reads several partitions. */
    private boolean consumersShareThePartitions() throws ExecutionException, InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        GENERATOR.atStep(step -> {
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        int before = drawn.size();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            send(partition, "first");
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (queue.depth() < PARTITIONS - 1 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        boolean all = queue.depth() == PARTITIONS - 1;
        open.countDown();
        await(() -> drawn.size() == before + PARTITIONS && queue.depth() == 0);
        return all;
    }

    @AfterEach
    void disconnect() {
        producer.close();
    }

    @Test
    void ownersTakeTurnsAmongTheRequestsInHand() throws Exception {
        keepTheEngineBusy();
        send(0, "ann");
        await(() -> queue.depth() == 1);
        send(2, "ann");
        await(() -> queue.depth() == 2);
        send(3, "bob");
        await(() -> queue.depth() == 3);

        release.countDown();
        await(() -> drawn.size() == 4);

        // By the order of coming it would be the last.
        assertThat(drawn).containsExactly("carl", "ann", "bob", "ann");
    }

    @Test
    void aFloodOnAPartitionDoesNotHoldUpTheOthers() throws Exception {
        keepTheEngineBusy();
        for (int i = 0; i < FLOOD; i++) {
            send(0, "ann");
        }
        for (int i = 0; i < GUESTS; i++) {
            send(2, "bob");
        }
        await(() -> queue.depth() >= 2);

        release.countDown();
        await(() -> drawn.size() == 1 + FLOOD + GUESTS);

        int last = drawn.lastIndexOf("bob");
        System.out.printf("%d requests after a flood of %d: the last was drawn as number %d%n", GUESTS, FLOOD, last);
        // In one partition it would be the last of all.
        assertThat(last).isLessThan(FLOOD / 2);
    }

    /** One request is in the engine, so that the others are taken until as many as may be are in hand. */
    private void keepTheEngineBusy() throws Exception {
        block();
        send(1, "carl");
        assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** No two alike, so that none rides along with another. */
    private void send(int partition, String owner) throws ExecutionException, InterruptedException {
        String id = UUID.randomUUID().toString();
        GenerationRequest request = new GenerationRequest(
                1,
                new RequestId(id),
                Optional.of(new ClientId(owner)),
                owner,
                Optional.empty(),
                List.of(),
                Optional.of(1L),
                Optional.empty(),
                Optional.of(1 + Math.abs(id.hashCode() % 100_000) / 1e5),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                Instant.now());
        producer.send(new ProducerRecord<>(
                        topics.generationRequests().name(),
                        partition,
                        id.getBytes(StandardCharsets.UTF_8),
                        MessageJson.encode(request)))
                .get();
    }
}
