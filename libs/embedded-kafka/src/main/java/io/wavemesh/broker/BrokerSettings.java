package io.wavemesh.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a broker needs to know.
 *
 * @param dataFolder where it keeps everything
 * @param port clients connect here, on the loopback address
 * @param controllerPort of the KRaft controller
 * @param recordLock how long a share consumer may hold a record without renewal; at least a second
 * @param deliveryLimit how often a record is delivered before it is given up, 2 to 10
 * @param overrides further broker properties, which win
 */
public record BrokerSettings(
        Path dataFolder,
        int port,
        int controllerPort,
        Duration recordLock,
        int deliveryLimit,
        Map<String, String> overrides) {
    private static final Duration RECORD_LOCK = Duration.ofSeconds(30);
    private static final int DELIVERY_LIMIT = 5;

    /** Makes the folder absolute and copies the overrides. */
    public BrokerSettings {
        dataFolder = dataFolder.toAbsolutePath().normalize();
        overrides = Map.copyOf(overrides);
    }

    /** Free ports, Kafka's own lock and limit. */
    public static BrokerSettings in(Path dataFolder) {
        int[] ports = freePorts(2);
        return new BrokerSettings(dataFolder, ports[0], ports[1], RECORD_LOCK, DELIVERY_LIMIT, Map.of());
    }

    /** Another client port. */
    public BrokerSettings withPort(int other) {
        return new BrokerSettings(dataFolder, other, controllerPort, recordLock, deliveryLimit, overrides);
    }

    /** Another lock duration. */
    public BrokerSettings withRecordLock(Duration other) {
        return new BrokerSettings(dataFolder, port, controllerPort, other, deliveryLimit, overrides);
    }

    /** Another delivery limit. */
    public BrokerSettings withDeliveryLimit(int other) {
        return new BrokerSettings(dataFolder, port, controllerPort, recordLock, other, overrides);
    }

    private static int[] freePorts(int count) {
        ServerSocket[] sockets = new ServerSocket[count];
        int[] ports = new int[count];
        try {
            for (int i = 0; i < count; i++) {
                sockets[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ports[i] = sockets[i].getLocalPort();
            }
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
