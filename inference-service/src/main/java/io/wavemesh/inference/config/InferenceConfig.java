package io.wavemesh.inference.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.wavemesh.messaging.SecuritySettings;
import io.wavemesh.store.StoreConfig;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Everything that can be set. The table in this module's README says the same for operators. */
@ConfigMapping(prefix = "inference")
public interface InferenceConfig {
    /** The broker. */
    Kafka kafka();

    /** The object store. */
    StoreConfig store();

    /** The base model. */
    Model model();

    /** Where and how the engine computes. */
    Engine engine();

    /** Jobs that wait or ended. */
    Queue queue();

    /** Requests that come as messages. */
    Requests requests();

    /** Images that are kept. */
    Images images();

    /** What one request may ask for. */
    Limits limits();

    /** Runs of the engine. */
    Batch batch();

    /** Adapters' files and values. */
    Adapters adapters();

    /** Readiness. */
    Health health();

    /** Stopping. */
    Shutdown shutdown();

    /** The broker. */
    interface Kafka {
        /** Where the brokers are: host:port, separated by commas. */
        @WithDefault("localhost:9092")
        @NotBlank
        String bootstrapServers();

        /** Goes before every topic name, so that meshes can share brokers. */
        Optional<@Pattern(regexp = "[A-Za-z0-9._-]{0,100}") String> topicPrefix();

        /** Longest wait for an acknowledgement when an adapter is withdrawn. */
        @WithDefault("10s")
        Duration sendTimeout();

        /** TLS and SASL. */
        SecuritySettings security();

        /** Further properties of Kafka's clients; they win. */
        Map<String, String> properties();

        /** How soon compacted topics forget what is erased. */
        CompactedTopics compactedTopics();
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
        /** Diffusers folder of the base model. */
        Path path();

        /** Variant of the weights, such as fp16; absent takes the plain ones. */
        Optional<@Pattern(regexp = "[A-Za-z0-9._-]{1,40}") String> variant();

        /** Name in requests and answers; absent takes the folder's name. */
        Optional<@Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}") String> id();

        /** Threads of the engine; 0 takes one a core. */
        @WithDefault("0")
        @Min(0)
        @Max(1024)
        int threads();
    }

    /** Where and how the engine computes. */
    interface Engine {
        /** The CPU, or the N-th CUDA device. */
        @WithDefault("cpu")
        @Pattern(regexp = "cpu|cuda:\\d{1,3}", message = "device must be cpu or cuda:N")
        String device();

        /** Arithmetic of UNet and text encoders; absent takes fp32 on the CPU, fp16 on a GPU. */
        Optional<Precision> precision();

        /** Most memory of a GPU that one network may take; 0 is all that is free. */
        @WithDefault("0")
        MemorySize memoryLimit();
    }

    /** A type of numbers. */
    enum Precision {
        FP32,
        FP16
    }

    /** Jobs that wait or ended. */
    interface Queue {
        /** Most jobs that wait; one more is answered 429. */
        @WithDefault("64")
        @Min(1)
        @Max(100_000)
        int length();

        /** Most jobs of /v1/images/jobs that are remembered, open ones included. */
        @WithDefault("1000")
        @Min(1)
        @Max(1_000_000)
        int retainedJobs();

        /** How long an ended job is remembered. */
        @WithDefault("1h")
        Duration retention();
    }

    /** Requests that come as messages. */
    interface Requests {
        /** Whether they are taken; brokers must have share groups. */
        @WithDefault("true")
        boolean enabled();

        /** The share group: replicas of one group share the requests. */
        @WithDefault("wavemesh-inference")
        @Pattern(regexp = "[A-Za-z0-9._-]{1,200}")
        String groupId();

        /** Requests in hand at once, on the way to the queue or in it; each has a consumer of its own. */
        @WithDefault("4")
        @Min(1)
        @Max(64)
        int parallel();

        /** How long a request is locked without renewal: a dead replica's request waits so long for the next one. */
        @WithDefault("30s")
        Duration recordLock();

        /** Attempts before a request is answered FAILED where only time could have helped. */
        @WithDefault("5")
        @Min(1)
        @Max(9)
        int attempts();

        /** Pause before a request is handed back the first time; doubled each time. */
        @WithDefault("1s")
        Duration retryPause();

        /** Longest pause before a request is handed back. */
        @WithDefault("30s")
        Duration maxRetryPause();
    }

    /** Images that are kept. */
    interface Images {
        /** How long images by URL, and results of messages, are kept after they were first drawn; 0 is for ever. */
        @WithDefault("30d")
        Duration keep();

        /** Between two looks for older ones. */
        @WithDefault("6h")
        Duration sweepInterval();

        /** Most removals a second, of each replica. */
        @WithDefault("20")
        @Min(1)
        @Max(10_000)
        int sweepRate();
    }

    /** What one request may ask for. */
    interface Limits {
        /** Most images of a request (n). */
        @WithDefault("10")
        @Min(1)
        @Max(64)
        int images();

        /** Most denoising steps. */
        @WithDefault("150")
        @Min(1)
        @Max(999)
        int steps();

        /** Most pixels of an image. */
        @WithDefault("2097152")
        @Min(64)
        @Max(67_108_864)
        long pixels();

        /** Most characters of a prompt. */
        @WithDefault("2000")
        @Min(1)
        @Max(100_000)
        int promptLength();

        /** Most adapters of a request. */
        @WithDefault("4")
        @Min(0)
        @Max(16)
        int adapters();

        /** Longest time from acceptance to the last image. */
        @WithDefault("10m")
        Duration time();
    }

    /** Runs of the engine. */
    interface Batch {
        /** Most images of one run; bounds the memory that a run takes. */
        @WithDefault("4")
        @Min(1)
        @Max(64)
        int maxImages();

        /** Steps between two looks at progress and cancellation; absent takes 5 on the CPU, 10 on a GPU. */
        Optional<@Min(1) @Max(1000) Integer> sliceSteps();
    }

    /** Adapters' files and values. */
    interface Adapters {
        /** Memory for adapters' values; the least recently used go first. */
        @WithDefault("512M")
        MemorySize cacheSize();

        /** Largest weights file of an adapter that is read. */
        @WithDefault("1G")
        MemorySize maxFileSize();
    }

    /** Readiness. */
    interface Health {
        /** Longest time of one check. */
        @WithDefault("2s")
        Duration timeout();
    }

    /** Stopping. */
    interface Shutdown {
        /** Longest time for work in hand when the service stops. */
        @WithDefault("30s")
        Duration limit();
    }
}
