package io.wavemesh.messaging;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/**
 * How to reach the brokers.
 *
 * @param bootstrapServers {@code host:port}, several joined by commas
 * @param properties further client properties, such as those of TLS and SASL; they win
 */
public record BrokerConnection(String bootstrapServers, Map<String, String> properties) {
    /** Copies the properties; throws {@link IllegalArgumentException} without a server. */
    public BrokerConnection {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrap-servers is empty");
        }
        properties = Map.copyOf(properties);
    }

    /** Without further properties. */
    public static BrokerConnection to(String bootstrapServers) {
        return new BrokerConnection(bootstrapServers, Map.of());
    }

    /**
     * With TLS and SASL.
     *
     * @param prefix of the security settings' keys, for messages
     * @param properties further client properties; they win
     * @throws IllegalArgumentException if the security settings don't work, with every fault and no secret
     */
    public static BrokerConnection of(
            String bootstrapServers, String prefix, SecuritySettings security, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(SecurityProperties.of(prefix, security));
        all.putAll(properties);
        return new BrokerConnection(bootstrapServers, all);
    }

    /** An administration client, closed by the caller. */
    public Admin admin(String clientId) {
        return Admin.create(clientProperties(clientId, Map.of()));
    }

    /** Properties of a client: its own ones, overridden by those of the connection. */
    Map<String, Object> clientProperties(String clientId, Map<String, Object> own) {
        Map<String, Object> all = new HashMap<>(own);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        all.putAll(properties);
        return all;
    }

    /** The servers only: properties may hold credentials. */
    @Override
    public String toString() {
        return "BrokerConnection[" + bootstrapServers + "]";
    }
}
