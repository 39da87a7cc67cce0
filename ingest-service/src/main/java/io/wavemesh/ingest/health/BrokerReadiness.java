package io.wavemesh.ingest.health;

import io.wavemesh.contracts.RetryableException;
import io.wavemesh.ingest.config.IngestConfig;
import io.wavemesh.messaging.BrokerProbe;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the brokers answer. */
@Readiness
@ApplicationScoped
class BrokerReadiness implements HealthCheck {
    private static final String NAME = "broker";

    private final BrokerProbe probe;
    private final IngestConfig config;

    BrokerReadiness(BrokerProbe probe, IngestConfig config) {
        this.probe = probe;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            probe.probe(config.health().timeout());
            return HealthCheckResponse.up(NAME);
        } catch (RetryableException e) {
            return HealthCheckResponse.down(NAME);
        }
    }
}
