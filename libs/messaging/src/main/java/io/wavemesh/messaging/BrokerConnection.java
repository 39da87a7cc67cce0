package io.wavemesh.messaging;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * How to reach the brokers, and the one place that opens Kafka's clients. To Kafka a host without an address is a wrong
 * setting; here it is a broker that is away, since names may come after who asks for them.
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

    /**
     * An administration client, closed by the caller.
     *
     * @throws BrokerUnavailableException if no host of the servers has an address
     * @throws org.apache.kafka.common.KafkaException if the settings are wrong
     */
    public Admin admin(String clientId) {
        return Admin.create(addressed(clientProperties(clientId, Map.of())));
    }

    /** A producer, closed by the caller; throws as {@link #admin} does. */
    KafkaProducer<byte[], byte[]> producer(String clientId, Map<String, Object> own) {
        return new KafkaProducer<>(
                addressed(clientProperties(clientId, own)), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer, closed by the caller; throws as {@link #admin} does. */
    KafkaConsumer<byte[], byte[]> consumer(String clientId, Map<String, Object> own) {
        return new KafkaConsumer<>(
                addressed(clientProperties(clientId, own)), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A member of a share group, closed by the caller; throws as {@link #admin} does. */
    KafkaShareConsumer<byte[], byte[]> shareConsumer(String clientId, Map<String, Object> own) {
        return new KafkaShareConsumer<>(
                addressed(clientProperties(clientId, own)), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Properties of a client: its own ones, overridden by those of the connection. */
    Map<String, Object> clientProperties(String clientId, Map<String, Object> own) {
        Map<String, Object> all = new HashMap<>(own);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        all.putAll(properties);
        return all;
    }

    private static Map<String, Object> addressed(Map<String, Object> properties) {
        String servers =
                properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG).toString();
        if (Arrays.stream(servers.split(",")).map(String::strip).noneMatch(BrokerConnection::hasAddress)) {
            throw new BrokerUnavailableException("no host of " + servers + " has an address yet");
        }
        return properties;
    }

    /** True as well for what is no address at all: the client says what is wrong with it. */
    private static boolean hasAddress(String server) {
        String host = Utils.getHost(server);
        try {
            return host == null || InetAddress.getByName(host) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The servers only: properties may hold credentials. */
    @Override
    public String toString() {
        return "BrokerConnection[" + bootstrapServers + "]";
    }
}
