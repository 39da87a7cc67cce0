package io.wavemesh.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * The nodes of a cluster, seen from one of them. Each is broker and controller.
 *
 * @param nodeId of this node, from 1
 * @param clusterId the same for all nodes
 * @param controllerPorts of all nodes, by node, on the loopback address
 */
public record Quorum(int nodeId, String clusterId, List<Integer> controllerPorts) {
    private static final int MOST_REPLICAS = 3;

    /** Throws {@link IllegalArgumentException} if the node isn't one of the nodes. */
    public Quorum {
        controllerPorts = List.copyOf(controllerPorts);
        if (nodeId < 1 || nodeId > controllerPorts.size()) {
            throw new IllegalArgumentException("nodeId must be in 1.." + controllerPorts.size() + ", was " + nodeId);
        }
    }

    /** A new cluster, seen from each of its nodes. */
    static List<Quorum> of(List<Integer> controllerPorts) {
        String clusterId = Uuid.randomUuid().toString();
        List<Quorum> nodes = new ArrayList<>();
        for (int node = 1; node <= controllerPorts.size(); node++) {
            nodes.add(new Quorum(node, clusterId, controllerPorts));
        }
        return nodes;
    }

    /** The controller's port of this node. */
    int port() {
        return controllerPorts.get(nodeId - 1);
    }

    /** As {@code controller.quorum.voters} wants it. */
    String voters() {
        List<String> voters = new ArrayList<>();
        for (int node = 1; node <= controllerPorts.size(); node++) {
            voters.add(node + "@127.0.0.1:" + controllerPorts.get(node - 1));
        }
        return voters.stream().collect(Collectors.joining(","));
    }

    /** Copies of every topic, the brokers' own ones too. */
    int replicas() {
        return Math.min(MOST_REPLICAS, controllerPorts.size());
    }

    /** Copies that must be there for a write: one may be missing, if there is more than one. */
    int minInSync() {
        return Math.max(1, replicas() - 1);
    }
}
