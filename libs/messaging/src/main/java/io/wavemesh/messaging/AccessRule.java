package io.wavemesh.messaging;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * One thing that a program of the mesh must be allowed on the brokers. The list of all is the resource {@code
 * kafka-acls.json}, which documents, tests and deployments read.
 *
 * @param service {@code ingest}, {@code trainer}, {@code inference}, or {@code dlq} for the operators' command
 * @param resource of the brokers
 * @param name of the resource: a topic without prefix, or the default name of a share group
 * @param operation what is done with it, such as {@code DescribeConfigs}; the standard authorizer infers DESCRIBE from READ and WRITE
 * @param needed when
 * @param purpose what for
 */
public record AccessRule(
        Service service, Resource resource, String name, String operation, Needed needed, String purpose) {
    private static final String LIST = "kafka-acls.json";

    /** Who. */
    public enum Service {
        /** The ingest service. */
        INGEST,
        /** The trainer service. */
        TRAINER,
        /** The inference service. */
        INFERENCE,
        /** {@code ./wavemesh dlq}. */
        DLQ
    }

    /** What kind of thing. */
    public enum Resource {
        /** A topic. */
        TOPIC,
        /** A share group. */
        GROUP
    }

    /** When it is needed. */
    public enum Needed {
        /** As long as the program runs. */
        ALWAYS,
        /** Only while topics or the settings of groups are not as they must be; who makes them beforehand may leave it out. */
        SETUP
    }

    /** Throws {@link IllegalArgumentException} if Kafka knows no such operation. */
    public AccessRule {
        aclOperation(operation);
    }

    /** The whole list. */
    public static List<AccessRule> all() {
        JsonMapper json = JsonMapper.builder()
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .build();
        try (InputStream in = AccessRule.class.getResourceAsStream(LIST)) {
            return List.copyOf(json.readValue(in, new TypeReference<List<AccessRule>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + LIST, e);
        }
    }

    /** The rules of one program. */
    public static List<AccessRule> of(Service service, Needed needed) {
        return all().stream()
                .filter(rule -> rule.service == service && rule.needed == needed)
                .toList();
    }

    /** As Kafka's administration wants it, for a user on any host. */
    public AclBinding binding(String user, String topicPrefix) {
        return new AclBinding(
                switch (resource) {
                    case TOPIC -> new ResourcePattern(ResourceType.TOPIC, topicPrefix + name, PatternType.LITERAL);
                    case GROUP -> new ResourcePattern(ResourceType.GROUP, name, PatternType.LITERAL);
                },
                new AccessControlEntry("User:" + user, "*", aclOperation(operation), AclPermissionType.ALLOW));
    }

    private static AclOperation aclOperation(String name) {
        AclOperation known = SecurityUtils.operation(name);
        if (known.isUnknown()) {
            throw new IllegalArgumentException("no operation of Kafka: " + name);
        }
        return known;
    }
}
