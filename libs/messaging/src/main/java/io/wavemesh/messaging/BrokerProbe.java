package io.wavemesh.messaging;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers whether they are there, for health checks. Safe for many threads; closed by the caller. */
public final class BrokerProbe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerProbe.class);

    private final LateClient<Admin> admin;

    /**
     * A probe that needs no broker yet; throws {@link org.apache.kafka.common.KafkaException} if the connection's settings
     * are wrong.
     */
    public BrokerProbe(BrokerConnection connection) {
        this.admin = new LateClient<>(LOG, "probe of the brokers", () -> connection.admin("wavemesh-probe"));
    }

    /** Returns the number of brokers; throws {@link BrokerUnavailableException} if none answers in time. */
    public int probe(Duration limit) {
        DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs(Math.toIntExact(limit.toMillis()));
        return Answers.await(admin.get().describeCluster(options).nodes(), limit, "reach the brokers")
                .size();
    }

    @Override
    public void close() {
        admin.close(opened -> opened.close(Duration.ZERO));
    }
}
