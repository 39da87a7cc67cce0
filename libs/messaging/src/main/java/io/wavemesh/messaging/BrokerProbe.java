package io.wavemesh.messaging;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Asks the brokers whether they are there, for health checks. Safe for many threads; closed by the caller. */
public final class BrokerProbe implements AutoCloseable {
    private final Admin admin;

    /** A probe that needs no broker yet. */
    public BrokerProbe(BrokerConnection connection) {
        this.admin = connection.admin("wavemesh-probe");
    }

    /** Returns the number of brokers; throws {@link BrokerUnavailableException} if none answers in time. */
    public int probe(Duration limit) {
        DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs(Math.toIntExact(limit.toMillis()));
        return Answers.await(admin.describeCluster(options).nodes(), limit, "reach the brokers")
                .size();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
