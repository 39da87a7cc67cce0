package io.wavemesh.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.store.encryption.EncryptingObjectStore;
import io.wavemesh.store.encryption.MasterKeys;
import io.wavemesh.store.encryption.SubjectKeys;
import io.wavemesh.store.s3.Encryption;
import io.wavemesh.store.s3.S3ObjectStore;
import io.wavemesh.store.s3.S3Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Opens the object store that settings describe. */
public final class ObjectStores {
    private static final int ONE_ATTEMPT = 1;

    private ObjectStores() {}

    /**
     * What is wrong with the settings, each one line that begins with a key; empty if nothing is.
     *
     * @param prefix of the keys, such as {@code ingest.store}
     */
    public static List<String> faults(String prefix, StoreConfig config) {
        List<String> faults = new ArrayList<>();
        attempt(faults, prefix + ".retry: ", () -> retries(config.retry()));
        config.encryption()
                .masterKeys()
                .ifPresent(file -> attempt(faults, prefix + ".encryption: ", () -> MasterKeys.of(file)));
        StoreConfig.S3 s3 = config.s3();
        if (config.kind() == StoreConfig.Kind.FILE) {
            Map.of("bucket", s3.bucket(), "endpoint", s3.endpoint())
                    .forEach((key, value) -> value.ifPresent(
                            set -> faults.add(prefix + ".s3." + key + " is set but " + prefix + ".kind is file")));
        } else if (s3.bucket().isEmpty()) {
            faults.add(prefix + ".s3.bucket is required where " + prefix + ".kind is s3");
        } else {
            attempt(faults, prefix + ".s3: ", () -> {
                try (S3ObjectStore store = new S3ObjectStore(settings(s3))) {
                    return store;
                }
            });
        }
        return faults;
    }

    /**
     * Opens a store; nothing is asked of it yet. Throws {@link IllegalArgumentException} where the settings have faults, and
     * {@link io.wavemesh.contracts.store.StoreUnavailableException} where the folder can't be made.
     */
    public static MeshObjectStore open(StoreConfig config, MeterRegistry registry) {
        StoreMeters meters = new StoreMeters(registry);
        if (config.kind() == StoreConfig.Kind.FILE) {
            return around(new FileObjectStore(config.root()), config, meters, () -> {});
        }
        S3ObjectStore store = new S3ObjectStore(settings(config.s3()));
        return around(store, config, meters, store::close);
    }

    private static MeshObjectStore around(ObjectStore store, StoreConfig config, StoreMeters meters, Runnable close) {
        ObjectStore retrying = new RetryingObjectStore(
                store,
                retries(config.retry()),
                () -> ThreadLocalRandom.current().nextDouble(),
                RetryingObjectStore.Time.SYSTEM,
                meters);
        Optional<SubjectKeys> keys =
                config.encryption().masterKeys().map(file -> new SubjectKeys(retrying, MasterKeys.of(file)));
        ObjectStore encrypting = keys.<ObjectStore>map(known -> new EncryptingObjectStore(retrying, known))
                .orElse(retrying);
        return new MeshObjectStore(encrypting, meters, keys, close);
    }

    private static RetryPolicy retries(StoreConfig.Retry retry) {
        return new RetryPolicy(retry.attempts(), retry.pause(), retry.maxPause(), retry.limit());
    }

    private static S3Settings settings(StoreConfig.S3 s3) {
        if (s3.kmsKeyId().isPresent() && s3.serverSideEncryption().isEmpty()) {
            throw new IllegalArgumentException("kms-key-id needs server-side-encryption aws:kms");
        }
        return new S3Settings(
                s3.bucket().orElseThrow(() -> new IllegalArgumentException("a bucket is required")),
                s3.prefix().orElse(""),
                s3.region(),
                s3.endpoint(),
                s3.pathStyle(),
                s3.caCertificates(),
                s3.serverSideEncryption().map(algorithm -> new Encryption(algorithm, s3.kmsKeyId())),
                // Calls are repeated here, by one policy for every kind of store, and not by the SDK as well.
                new S3Settings.Limits(
                        s3.connectTimeout(), s3.readTimeout(), s3.attemptTimeout(), s3.attemptTimeout(), ONE_ATTEMPT));
    }

    private static void attempt(List<String> faults, String prefix, Supplier<?> construction) {
        try {
            construction.get();
        } catch (IllegalArgumentException e) {
            faults.add(prefix + e.getMessage());
        }
    }
}
