package io.wavemesh.store;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The object store: a group of settings that every service has in its own, as {@code <service>.store}. */
public interface StoreConfig {
    /** Where the objects are. */
    @WithDefault("file")
    Kind kind();

    /** Folder of the objects where they are files; all services of a mesh share it. */
    @WithDefault("data/objects")
    Path root();

    /** The bucket, where the objects are in one. */
    S3 s3();

    /** Calls while the store is away. */
    Retry retry();

    /** Encryption before anything leaves the process. */
    Encryption encryption();

    /** Where objects are kept. */
    enum Kind {
        /** In a folder. */
        FILE,
        /** In a bucket of Amazon S3, or of a server that speaks its protocol. */
        S3
    }

    /** A bucket. Credentials are found as the SDK does: environment, profile files, container, instance. */
    interface S3 {
        /** Its name; required where the kind is s3. */
        Optional<String> bucket();

        /** Put before every key, with a slash at its end. */
        Optional<String> prefix();

        /** Such as eu-central-1; absent takes the environment's, or us-east-1 at an endpoint of one's own. */
        Optional<String> region();

        /** {@code https://host:port} of another server than Amazon's. */
        Optional<URI> endpoint();

        /** Whether the bucket is named in the path instead of the host; most other servers need it. */
        @WithDefault("false")
        boolean pathStyle();

        /** PEM file of the authorities that may vouch for the server; absent takes the platform's. */
        Optional<Path> caCertificates();

        /** Encryption by the server: AES256 or aws:kms; absent leaves it to the bucket. */
        Optional<String> serverSideEncryption();

        /** Key of aws:kms; absent takes the account's. */
        Optional<String> kmsKeyId();

        /** Longest wait for a connection. */
        @WithDefault("5s")
        Duration connectTimeout();

        /** Longest wait between two pieces of an answer. */
        @WithDefault("20s")
        Duration readTimeout();

        /** Longest time of one attempt, its content included. */
        @WithDefault("2m")
        Duration attemptTimeout();
    }

    /** How a call is made again that the store did not answer. */
    interface Retry {
        /** Attempts all in all; 1 makes no second one. */
        @WithDefault("4")
        int attempts();

        /** Pause before the second attempt, doubled each time, up to half of it left away by chance. */
        @WithDefault("200ms")
        Duration pause();

        /** Longest pause. */
        @WithDefault("5s")
        Duration maxPause();

        /** No attempt begins later than this after the first. */
        @WithDefault("30s")
        Duration limit();
    }

    /** Encryption of what shows a subject or derives from it, with keys of the subject's own. */
    interface Encryption {
        /**
         * File of the master keys that wrap subjects' keys, lines {@code name:base64 of 32 bytes}, the current one first;
         * absent stores everything as it is.
         */
        Optional<Path> masterKeys();
    }
}
