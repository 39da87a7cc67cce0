package io.wavemesh.broker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A broker's settings as Kafka's own properties. */
final class BrokerProperties {
    static final String CONTROLLER = "CONTROLLER";
    private static final String INTERNAL = "INTERNAL";
    private static final String CLIENTS = "CLIENTS";

    private final BrokerSettings settings;
    private final Map<String, String> p = new LinkedHashMap<>();

    private BrokerProperties(BrokerSettings settings) {
        this.settings = settings;
    }

    static Map<String, String> of(BrokerSettings settings) {
        BrokerProperties made = new BrokerProperties(settings);
        made.node();
        made.listeners();
        settings.security().ifPresent(made::security);
        made.small();
        made.topics();
        made.shareGroups();
        made.p.putAll(settings.overrides());
        return made.p;
    }

    private void node() {
        p.put("process.roles", "broker,controller");
        p.put("node.id", Integer.toString(settings.quorum().nodeId()));
        p.put("controller.quorum.voters", settings.quorum().voters());
        p.put("controller.listener.names", CONTROLLER);
        p.put("log.dirs", settings.dataFolder().toString());
        if (settings.quorum().replicas() == 1) {
            // Nobody takes over, so a broker that starts again may be believed at once; a cluster keeps Kafka's own
            // times.
            p.put("broker.session.timeout.ms", "3000");
            p.put("broker.heartbeat.interval.ms", "500");
        }
    }

    private void listeners() {
        String clients = CLIENTS + "://127.0.0.1:" + settings.port();
        String advertised = settings.security()
                .map(security -> clients + "," + INTERNAL + "://127.0.0.1:" + security.internalPort())
                .orElse(clients);
        p.put("inter.broker.listener.name", settings.security().isPresent() ? INTERNAL : CLIENTS);
        p.put(
                "listener.security.protocol.map",
                Stream.of(CLIENTS, INTERNAL, CONTROLLER)
                        .map(name -> name + ":PLAINTEXT")
                        .collect(Collectors.joining(",")));
        p.put("listeners", advertised + "," + CONTROLLER + "://127.0.0.1:" + settings.controllerPort());
        p.put("advertised.listeners", advertised);
    }

    private void security(BrokerSecurity security) {
        p.put(
                "listener.security.protocol.map",
                CLIENTS + ":SASL_SSL," + INTERNAL + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        p.put("sasl.enabled.mechanisms", "SCRAM-SHA-512,SCRAM-SHA-256");
        for (String mechanism : new String[] {"scram-sha-512", "scram-sha-256"}) {
            p.put(
                    "listener.name.clients." + mechanism + ".sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        }
        p.put("ssl.keystore.type", "PKCS12");
        p.put("ssl.keystore.location", security.keyStore().toString());
        p.put("ssl.keystore.password", security.password());
        p.put("ssl.key.password", security.password());
        p.put("ssl.truststore.type", "PKCS12");
        p.put("ssl.truststore.location", security.trustStore().toString());
        p.put("ssl.truststore.password", security.password());
        p.put("listener.name.clients.ssl.client.auth", security.needsClientCertificate() ? "required" : "none");
        p.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        p.put("super.users", "User:ANONYMOUS");
        p.put("allow.everyone.if.no.acl.found", "false");
    }

    private void small() {
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("background.threads", "2");
        p.put("num.recovery.threads.per.data.dir", "1");
        p.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    }

    private void topics() {
        String replicas = Integer.toString(settings.quorum().replicas());
        String minInSync = Integer.toString(settings.quorum().minInSync());
        p.put("auto.create.topics.enable", "false");
        p.put("num.partitions", "1");
        p.put("default.replication.factor", replicas);
        p.put("min.insync.replicas", minInSync);
        p.put("offsets.topic.replication.factor", replicas);
        p.put("offsets.topic.num.partitions", "1");
        p.put("transaction.state.log.replication.factor", replicas);
        p.put("transaction.state.log.min.isr", minInSync);
        p.put("transaction.state.log.num.partitions", "1");
        p.put("share.coordinator.state.topic.replication.factor", replicas);
        p.put("share.coordinator.state.topic.min.isr", minInSync);
        p.put("share.coordinator.state.topic.num.partitions", "1");
        p.put("group.initial.rebalance.delay.ms", "0");
    }

    private void shareGroups() {
        // One machine: members may be asked often, so that a group forms, and a dead member is missed, within seconds.
        p.put("group.share.min.heartbeat.interval.ms", "500");
        p.put("group.share.heartbeat.interval.ms", "500");
        p.put("group.share.min.session.timeout.ms", "6000");
        p.put("group.share.session.timeout.ms", "10000");
        p.put("group.share.min.record.lock.duration.ms", "1000");
        p.put(
                "group.share.record.lock.duration.ms",
                Long.toString(settings.recordLock().toMillis()));
        p.put("group.share.delivery.count.limit", Integer.toString(settings.deliveryLimit()));
    }
}
