package io.wavemesh.ingest.resource;

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
public final class SecuredMeshResource implements QuarkusTestResourceLifecycleManager {
    private static final String USER = "wavemesh-ingest";

    private SecuredKafka kafka;

    /** What a rule allows the service. */
    static AclBinding right(AccessRule rule) {
        return rule.binding(USER, MeshCase.TOPICS.prefix());
    }

    @Override
    public Map<String, String> start() {
        try {
            Path folder =
                    Files.createTempDirectory(Path.of("target"), "secured-").toAbsolutePath();
            kafka = SecuredKafka.start(folder);
            List<AclBinding> rights = Stream.of(AccessRule.Needed.values())
                    .flatMap(needed -> AccessRule.of(AccessRule.Service.INGEST, needed).stream())
                    .map(SecuredMeshResource::right)
                    .toList();
            Map<String, String> settings = new HashMap<>(kafka.user(USER, rights, "ingest"));
            settings.put("ingest.kafka.topic-prefix", MeshCase.TOPICS.prefix());
            settings.put("ingest.backlog.interval", "200ms");
            settings.put("ingest.backlog.trim-interval", "200ms");
            settings.put("ingest.store.root", folder.resolve("store").toString());
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
