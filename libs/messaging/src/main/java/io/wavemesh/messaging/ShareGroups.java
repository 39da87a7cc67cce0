package io.wavemesh.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Sets what the brokers must know of a share group before its first member joins. */
public final class ShareGroups {
    private final BrokerConnection connection;

    /** Uses a connection only while it works. */
    public ShareGroups(BrokerConnection connection) {
        this.connection = connection;
    }

    /**
     * Makes the group begin at the topic's start, so that work sent before the first worker came isn't lost, and sets
     * lock and delivery limit. Asks first, so that only who has something to change needs the right to. Throws {@link
     * BrokerUnavailableException}.
     */
    public void configure(ShareQueueSettings settings, Duration limit) {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, settings.groupId());
        Map<String, String> wanted = Map.of(
                "share.auto.offset.reset",
                "earliest",
                "share.record.lock.duration.ms",
                Long.toString(settings.recordLock().toMillis()),
                "share.delivery.count.limit",
                Integer.toString(ShareQueueSettings.BROKER_LIMIT));
        try (Admin admin = connection.admin("wavemesh-share-groups")) {
            Config known = Answers.await(
                    admin.describeConfigs(List.of(group)).values().get(group),
                    limit,
                    "read the settings of share group " + settings.groupId());
            List<AlterConfigOp> changes = wanted.entrySet().stream()
                    .filter(entry -> !isSet(known, entry.getKey(), entry.getValue()))
                    .map(entry -> new AlterConfigOp(
                            new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                    .toList();
            if (!changes.isEmpty()) {
                Answers.await(
                        admin.incrementalAlterConfigs(Map.of(group, changes)).all(),
                        limit,
                        "configure share group " + settings.groupId());
            }
        }
    }

    private static boolean isSet(Config known, String name, String value) {
        ConfigEntry entry = known.get(name);
        return entry != null && value.equals(entry.value());
    }
}
