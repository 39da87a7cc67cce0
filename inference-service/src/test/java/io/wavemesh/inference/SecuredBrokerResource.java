package io.wavemesh.inference;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.wavemesh.broker.SecuredKafka;
import io.wavemesh.messaging.AccessRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;

/** A broker that asks the service for TLS, a password and rights, all of which it has at the start. */
public final class SecuredBrokerResource implements QuarkusTestResourceLifecycleManager {
    static final String PREFIX = "secured.";
    private static final String USER = "wavemesh-inference";

    private SecuredKafka kafka;

    /** What a rule allows the service. */
    static AclBinding right(AccessRule rule) {
        return rule.binding(USER, PREFIX);
    }

    @Override
    public Map<String, String> start() {
        try {
            Path folder =
                    Files.createTempDirectory(Path.of("target"), "secured-").toAbsolutePath();
            kafka = SecuredKafka.start(folder);
            List<AclBinding> rights = Stream.of(AccessRule.Needed.values())
                    .flatMap(needed -> AccessRule.of(AccessRule.Service.INFERENCE, needed).stream())
                    .map(SecuredBrokerResource::right)
                    .toList();
            Map<String, String> settings = new HashMap<>(kafka.user(USER, rights, "inference"));
            settings.put("inference.kafka.topic-prefix", PREFIX);
            settings.put("inference.requests.parallel", "1");
            settings.put("inference.requests.attempts", "9");
            settings.put("inference.store.root", folder.resolve("store").toString());
            settings.put("inference.model.path", ".");
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(kafka, new TestInjector.MatchesType(SecuredKafka.class));
    }

    @Override
    public void stop() {
        kafka.close();
    }
}
