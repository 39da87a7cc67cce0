package io.wavemesh.ingest.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.wavemesh.messaging.SecuritySettings;
import io.wavemesh.store.StoreConfig;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Settings of the ingest service. */
@ConfigMapping(prefix = "ingest")
public interface IngestConfig {
    /** The brokers. */
    Kafka kafka();

    /** The object store. */
    StoreConfig store();

    /** What a picture set may be. */
    Pictures pictures();

    /** Uploads as they come in. */
    Uploads uploads();

    /** What is held and shown of subjects. */
    Subjects subjects();

    /** Erasure of subjects. */
    Erasure erasure();

    /** Server-sent events. */
    Events events();

    /** Looking after jobs that nobody works on any more. */
    Recovery recovery();

    /** Topics that others read: counting what waits, for scaling and alerts, and removing what is answered. */
    Backlog backlog();

    /** Health checks. */
    Health health();

    /** The brokers. */
    interface Kafka {
        /** Where to reach them: {@code host:port}, several joined by commas. */
        @WithDefault("localhost:9092")
        @NotBlank
        String bootstrapServers();

        /** Goes before every topic name, so that several meshes can share brokers. */
        Optional<@Pattern(regexp = "[A-Za-z0-9._-]{0,100}") String> topicPrefix();

        /** How soon compacted topics forget what is erased; taken when a topic is created. */
        CompactedTopics compactedTopics();

        /** How long one message may take until the client is told to come back. */
        @WithDefault("10s")
        Duration requestTimeout();

        /** TLS and SASL. */
        SecuritySettings security();

        /** Further properties of Kafka's clients; they win. */
        Map<String, String> properties();
    }

    /** How soon compacted topics forget: both times after an erasure nothing of it can be read there. */
    interface CompactedTopics {
        /** What is withdrawn stays readable at most for this time. */
        @WithDefault("1h")
        Duration segmentTime();

        /** How much longer the names of what is withdrawn stay, for readers that are away. */
        @WithDefault("24h")
        Duration deleteRetention();
    }

    /** Erasure of subjects. */
    interface Erasure {
        /** How long a client waits for the end; an erasure that takes longer is promised and goes on. */
        @WithDefault("10s")
        Duration patience();

        /** How long a replica leaves an erasure to the one that was asked for it. */
        @WithDefault("30s")
        Duration takeover();

        /** How long after the order everything is searched for the last time; longer than a trainer takes to stop. */
        @WithDefault("10m")
        Duration settle();
    }

    /** What a picture set may be. */
    interface Pictures {
        /** Fewest pictures of a set. */
        @WithDefault("1")
        @Min(1)
        @Max(1000)
        int minCount();

        /** Most pictures of a set. */
        @WithDefault("64")
        @Min(1)
        @Max(1000)
        int maxCount();

        /** Largest file of one picture. */
        @WithDefault("32M")
        MemorySize maxSize();

        /** Largest request as a whole; it is cut off while it streams in. */
        @WithDefault("256M")
        MemorySize maxSetSize();

        /** How many requests with a body are at work at once: with the largest set it bounds the space for files in passing. */
        @WithDefault("16")
        @Min(1)
        @Max(1000)
        int concurrentUploads();

        /** Most pixels of one picture, width times height; one takes three bytes a pixel, at most eight, while it is decoded. */
        @WithDefault("50000000")
        @Min(4096)
        @Max(700000000)
        long maxPixels();

        /** Fewest pixels of a picture's shorter side: less shows too little to learn from. */
        @WithDefault("64")
        @Min(1)
        @Max(100000)
        int minSide();

        /** How many pictures are decoded at once: bounds the memory. */
        @WithDefault("2")
        @Min(1)
        @Max(64)
        int concurrentDecodes();

        /** How long a picture waits for its turn until the client is told to come back. */
        @WithDefault("30s")
        Duration decodePatience();
    }

    /** Uploads as they come in. */
    interface Uploads {
        /** When pictures of an upload without key, whose ingest died before it was sent, are removed. */
        @WithDefault("24h")
        Duration abandonedAfter();
    }

    /** What is held and shown of subjects. */
    interface Subjects {
        /** Word that is bound to a subject where the client names none: rare, so that the base model means nothing by it. */
        @WithDefault("zjw")
        @Pattern(regexp = "\\S{1,40}")
        String instanceToken();

        /** Most subjects whose state is held in memory, about a kilobyte each; then the oldest finished one goes. */
        @WithDefault("50000")
        @Min(1)
        @Max(10000000)
        int maxHeld();

        /** Subjects a page of the list, unless the client asks otherwise. */
        @WithDefault("50")
        @Min(1)
        @Max(1000)
        int pageSize();
    }

    /** Server-sent events. */
    interface Events {
        /** How often a silent stream sends a comment, so that no proxy closes it. */
        @WithDefault("15s")
        Duration keepAlive();
    }

    /** Looking after jobs that nobody works on any more. */
    interface Recovery {
        /** The trainers' share group. */
        @WithDefault("wavemesh-trainers")
        @Pattern(regexp = "[A-Za-z0-9._-]{1,200}")
        String groupId();

        /** How long nothing is told of a job until it is looked for: longer than the trainers' lock. */
        @WithDefault("60s")
        Duration silence();

        /** Time between two looks; 0 never looks. */
        @WithDefault("15s")
        Duration interval();
    }

    /** Topics that others read: counting what waits, for scaling and alerts, and removing what is answered. */
    interface Backlog {
        /** The share group that answers requests for images. */
        @WithDefault("wavemesh-inference")
        @Pattern(regexp = "[A-Za-z0-9._-]{1,200}")
        String groupId();

        /** Time between two counts; 0 never counts. */
        @WithDefault("10s")
        Duration interval();

        /** Time between two removals of requests from their topic that are answered; 0 never removes. */
        @WithDefault("1m")
        Duration trimInterval();
    }

    /** Health checks. */
    interface Health {
        /** How long readiness waits for brokers and store. */
        @WithDefault("3s")
        Duration timeout();
    }
}
