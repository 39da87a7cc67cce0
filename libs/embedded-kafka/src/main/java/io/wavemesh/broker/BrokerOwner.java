package io.wavemesh.broker;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;

/** Who may do everything on a broker with security: makes users and says what they may do. Closed by the caller. */
public final class BrokerOwner implements AutoCloseable {
    private static final int ITERATIONS = 4096;
    private static final int LIMIT_SECONDS = 30;

    private final Admin admin;

    /** Of a broker that runs. */
    public BrokerOwner(EmbeddedKafka broker) {
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.ownerServers(), "client.id", "owner"));
    }

    /** Makes a user, or gives it another password; the mechanism is SCRAM-SHA-512. */
    public void addUser(String name, String password) {
        ScramCredentialInfo how = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
        await(admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(name, how, password)))
                .all());
    }

    /** Allows. Brokers know of it a moment later. */
    public void grant(Collection<AclBinding> rights) {
        await(admin.createAcls(rights).all());
    }

    /** Allows no more. Brokers know of it a moment later. */
    public void revoke(Collection<AclBinding> rights) {
        await(admin.deleteAcls(rights.stream().map(AclBinding::toFilter).toList())
                .all());
    }

    /** Any other thing. */
    public Admin admin() {
        return admin;
    }

    @Override
    public void close() {
        admin.close();
    }

    private static void await(KafkaFuture<?> answer) {
        try {
            answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker did not do it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
