package io.wavemesh.broker;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclBinding;

/** A broker that asks clients for TLS, SCRAM and rights, with its certificates and its owner. For tests. */
public final class SecuredKafka implements AutoCloseable {
    private static final String PASSWORD = "\"of\\ a user";

    private final Certificates certificates;
    private final EmbeddedKafka broker;
    private final BrokerOwner owner;

    private SecuredKafka(Certificates certificates, EmbeddedKafka broker) {
        this.certificates = certificates;
        this.broker = broker;
        this.owner = new BrokerOwner(broker);
    }

    /** Starts it; returns when clients can connect. */
    public static SecuredKafka start(Path folder) {
        Certificates certificates = Certificates.create(folder.resolve("tls"), List.of("broker"));
        BrokerSettings settings =
                BrokerSettings.in(folder.resolve("kafka")).withSecurity(BrokerSecurity.with(certificates));
        return new SecuredKafka(certificates, new EmbeddedKafka(settings).start());
    }

    /** Makes a user who may do this, and nothing else; returns a service's settings for it. */
    public Map<String, String> user(String name, Collection<AclBinding> rights, String service) {
        owner.addUser(name, PASSWORD);
        owner.grant(rights);
        return Map.of(
                service + ".kafka.bootstrap-servers",
                broker.bootstrapServers(),
                service + ".kafka.security.tls.trust-store",
                certificates.certificate("broker").toString(),
                service + ".kafka.security.sasl.username",
                name,
                service + ".kafka.security.sasl.password",
                PASSWORD);
    }

    /** Who may do everything. */
    public BrokerOwner owner() {
        return owner;
    }

    /** Where one may do everything, in plain text. */
    public String ownerServers() {
        return broker.ownerServers();
    }

    @Override
    public void close() {
        owner.close();
        broker.close();
    }
}
