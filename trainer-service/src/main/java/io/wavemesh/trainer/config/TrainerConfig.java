package io.wavemesh.trainer.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.wavemesh.messaging.SecuritySettings;
import io.wavemesh.store.StoreConfig;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The trainer's settings, prefix {@code trainer}. */
@ConfigMapping(prefix = "trainer")
public interface TrainerConfig {
    /** The brokers. */
    Kafka kafka();

    /** The object store. */
    StoreConfig store();

    /** The base model. */
    Model model();

    /** The training engine. */
    Engine engine();

    /** What is accepted as pictures. */
    Pictures pictures();

    /** Events while a job runs. */
    Progress progress();

    /** Going on after an interruption. */
    Checkpoints checkpoints();

    /** The end of a process that is started for a job. */
    Jobs jobs();

    /** Health checks. */
    Health health();

    /** The brokers. */
    interface Kafka {
        /** Where the brokers are, {@code host:port}, joined by commas. */
        @WithDefault("localhost:9092")
        String bootstrapServers();

        /** Goes before every topic's name. */
        Optional<@Pattern(regexp = "[A-Za-z0-9._-]{0,100}") String> topicPrefix();

        /** The share group: trainers of one group share the jobs. */
        @WithDefault("wavemesh-trainers")
        @Pattern(regexp = "[A-Za-z0-9._-]{1,200}")
        String groupId();

        /** How soon compacted topics forget what is erased. */
        CompactedTopics compactedTopics();

        /** How long one request may take. */
        @WithDefault("10s")
        Duration requestTimeout();

        /** How long a job is locked without renewal: a dead trainer's job waits so long for the next one. */
        @WithDefault("30s")
        Duration recordLock();

        /** Attempts before a job is given up. */
        @WithDefault("5")
        @Min(1)
        @Max(9)
        int attempts();

        /** Pause before a job is handed back the first time; doubled each time. */
        @WithDefault("1s")
        Duration retryPause();

        /** Longest pause before a job is handed back. */
        @WithDefault("30s")
        Duration maxRetryPause();

        /** How long a job may take to stop when the trainer ends: longer than a step. */
        @WithDefault("20s")
        Duration shutdownGrace();

        /** TLS and SASL. */
        SecuritySettings security();

        /** Further client properties; they win. */
        Map<String, String> properties();
    }

    /** How soon compacted topics forget what is erased: as ingest's setting, taken when a topic is created. */
    interface CompactedTopics {
        /** What is withdrawn stays readable at most for this time. */
        @WithDefault("1h")
        Duration segmentTime();

        /** How much longer the names of what is withdrawn stay, for readers that are away. */
        @WithDefault("24h")
        Duration deleteRetention();
    }

    /** The base model. */
    interface Model {
        /** Folder of the model, as diffusers lays it out. */
        Path path();

        /** Variant of the weights, such as fp16. */
        Optional<String> variant();

        /** Name of the model; by default that of the folder. */
        Optional<@Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}") String> id();
    }

    /** The training engine. */
    interface Engine {
        /** libtorch's name of the device. */
        @WithDefault("cpu")
        @Pattern(regexp = "cpu|cuda(:\\d{1,3})?")
        String device();

        /** Type of the base's weights and of arithmetic; by default float32 on the CPU, bfloat16 on a GPU. */
        Optional<Precision> precision();

        /** Threads of an operation on the CPU; 0 means one a core. */
        @WithDefault("0")
        @Min(0)
        @Max(1024)
        int threads();

        /** Whether intermediate values are kept for the backward pass. */
        @WithDefault("auto")
        Activations activations();

        /** Whether equal jobs give equal bits on a GPU too, which is slower; on the CPU they always do. */
        @WithDefault("false")
        boolean deterministic();

        /** Most memory of a GPU that the engine may take; 0 is all that is free. */
        @WithDefault("0")
        MemorySize memoryLimit();

        /** Folder that libtorch's files are unpacked to; by default below the user's home. */
        Optional<Path> cacheFolder();

        /** Folder for the files of the running job; by default the system's temporary one. */
        Optional<Path> workFolder();
    }

    /** What is accepted as pictures. */
    interface Pictures {
        /** Largest file. */
        @WithDefault("32M")
        MemorySize maxSize();

        /** Most pixels. */
        @WithDefault("50000000")
        @Min(1)
        long maxPixels();
    }

    /** Events while a job runs. */
    interface Progress {
        /** Time between two events, at most a second. */
        @WithDefault("500ms")
        Duration interval();
    }

    /** Going on after an interruption. */
    interface Checkpoints {
        /** Time of work between two checkpoints, so that a death costs no more; 0 keeps none. */
        @WithDefault("5s")
        Duration interval();
    }

    /** The end of a process that is started for a job. */
    interface Jobs {
        /** Attempts at jobs until the process ends with status 0; 0 goes on for ever. */
        @WithDefault("0")
        @Min(0)
        int limit();

        /** The process ends with status 0 after so long without a job; 0 waits for ever. */
        @WithDefault("0s")
        Duration idleTime();
    }

    /** Health checks. */
    interface Health {
        /** How long a check may take. */
        @WithDefault("3s")
        Duration timeout();
    }

    /** Type of numbers. */
    enum Precision {
        FLOAT32,
        BFLOAT16
    }

    /** What happens to intermediate values. */
    enum Activations {
        AUTO,
        KEEP,
        RECOMPUTE
    }
}
