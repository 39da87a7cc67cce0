package io.wavemesh.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
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
     * lock and delivery limit. Throws {@link BrokerUnavailableException}.
     */
    public void configure(ShareQueueSettings settings, Duration limit) {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, settings.groupId());
        List<AlterConfigOp> changes = List.of(
                set("share.auto.offset.reset", "earliest"),
                set(
                        "share.record.lock.duration.ms",
                        Long.toString(settings.recordLock().toMillis())),
                set("share.delivery.count.limit", Integer.toString(ShareQueueSettings.BROKER_LIMIT)));
        try (Admin admin = connection.admin("wavemesh-share-groups")) {
            Answers.await(
                    admin.incrementalAlterConfigs(Map.of(group, changes)).all(),
                    limit,
                    "configure share group " + settings.groupId());
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
