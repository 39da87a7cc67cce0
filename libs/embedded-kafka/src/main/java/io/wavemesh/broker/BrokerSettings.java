package io.wavemesh.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a broker needs to know.
 *
 * @param dataFolder where it keeps everything
 * @param port clients connect here, on the loopback address
 * @param controllerPort of the KRaft controller
 * @param recordLock how long a share consumer may hold a record without renewal; at least a second
 * @param deliveryLimit how often a record is delivered before it is given up, 2 to 10
 * @param quorum the nodes of its cluster, itself too
 * @param security TLS, SASL and ACLs; without it clients connect in plain text and may do everything
 * @param overrides further broker properties, which win
 */
public record BrokerSettings(
        Path dataFolder,
        int port,
        int controllerPort,
        Duration recordLock,
        int deliveryLimit,
        Quorum quorum,
        Optional<BrokerSecurity> security,
        Map<String, String> overrides) {
    private static final Duration RECORD_LOCK = Duration.ofSeconds(30);
    private static final int DELIVERY_LIMIT = 5;

    /** Makes the folder absolute and copies the overrides. */
    public BrokerSettings {
        dataFolder = dataFolder.toAbsolutePath().normalize();
        overrides = Map.copyOf(overrides);
    }

    /** A cluster of one, on free ports, with Kafka's own lock and limit. */
    public static BrokerSettings in(Path dataFolder) {
        return cluster(dataFolder, 1).get(0);
    }

    /** Nodes of one new cluster, on free ports; the only one of a cluster of one keeps its data in the folder itself. */
    public static List<BrokerSettings> cluster(Path folder, int nodes) {
        int[] ports = freePorts(2 * nodes);
        List<Integer> controllers = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            controllers.add(ports[2 * node + 1]);
        }
        List<BrokerSettings> all = new ArrayList<>();
        for (Quorum quorum : Quorum.of(controllers)) {
            int port = ports[2 * (quorum.nodeId() - 1)];
            Path own = nodes == 1 ? folder : folder.resolve("node-" + quorum.nodeId());
            all.add(new BrokerSettings(
                    own, port, quorum.port(), RECORD_LOCK, DELIVERY_LIMIT, quorum, Optional.empty(), Map.of()));
        }
        return List.copyOf(all);
    }

    /** Other ports of a cluster of one. */
    public BrokerSettings withPorts(int other, int otherController) {
        Quorum alone = Quorum.of(List.of(otherController)).get(0);
        return new BrokerSettings(
                dataFolder, other, otherController, recordLock, deliveryLimit, alone, security, overrides);
    }

    /** Another client port. */
    public BrokerSettings withPort(int other) {
        return new BrokerSettings(
                dataFolder, other, controllerPort, recordLock, deliveryLimit, quorum, security, overrides);
    }

    /** Another lock duration. */
    public BrokerSettings withRecordLock(Duration other) {
        return new BrokerSettings(dataFolder, port, controllerPort, other, deliveryLimit, quorum, security, overrides);
    }

    /** Another delivery limit. */
    public BrokerSettings withDeliveryLimit(int other) {
        return new BrokerSettings(dataFolder, port, controllerPort, recordLock, other, quorum, security, overrides);
    }

    /** TLS, SASL and ACLs for clients. */
    public BrokerSettings withSecurity(BrokerSecurity other) {
        return new BrokerSettings(
                dataFolder, port, controllerPort, recordLock, deliveryLimit, quorum, Optional.of(other), overrides);
    }

    /** Further broker properties, which win. */
    public BrokerSettings withOverrides(Map<String, String> others) {
        return new BrokerSettings(
                dataFolder, port, controllerPort, recordLock, deliveryLimit, quorum, security, others);
    }

    static int[] freePorts(int count) {
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
