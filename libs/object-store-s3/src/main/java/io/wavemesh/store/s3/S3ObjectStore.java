package io.wavemesh.store.s3;

import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.store.ObjectConflictException;
import io.wavemesh.contracts.store.ObjectCorruptException;
import io.wavemesh.contracts.store.ObjectKey;
import io.wavemesh.contracts.store.ObjectMissingException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.ObjectTooLargeException;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.contracts.store.StoreRefusedException;
import io.wavemesh.contracts.store.StoreUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects of one bucket, which several processes may share. An object is written by one conditional request
 * ({@code If-None-Match: *}) whose SHA-256 the server checks, so that it is there wholly or not at all and of two
 * writers only one wins. The server must know conditional writes.
 */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
    /** Name of the metadata that keep an object's SHA-256. */
    static final String SHA256 = "sha256";

    private static final long MAX_PUT_BYTES = 5L << 30;
    private static final String PROBE = ".probe";
    private static final int PUTS = 4;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int INSUFFICIENT_STORAGE = 507;

    private final S3Settings settings;
    private final S3Client client;

    /** Opens a client; nothing is asked of the server. Throws {@link IllegalArgumentException} without a region. */
    public S3ObjectStore(S3Settings settings) {
        this.settings = settings;
        this.client = S3Clients.open(settings);
    }

    @Override
    public ObjectRef put(String key, byte[] content) {
        ObjectRef object = new ObjectRef(ObjectKey.check(key), Sha256.of(content), content.length);
        store(object, RequestBody.fromBytes(content));
        return object;
    }

    @Override
    public ObjectRef put(String key, Path file) {
        ObjectKey.check(key);
        ObjectRef object;
        try {
            object = new ObjectRef(key, Sha256.of(file), Files.size(file));
        } catch (IOException e) {
            throw new StoreUnavailableException("cannot read " + file + ": " + e, e);
        }
        store(object, RequestBody.fromFile(file));
        return object;
    }

    @Override
    public byte[] get(ObjectRef object, long maxBytes) {
        ByteArrayTarget target = new ByteArrayTarget();
        Download download = read(object.key(), target, Math.min(maxBytes, Integer.MAX_VALUE - 16))
                .orElseThrow(() -> missing(object.key()));
        requireRead(object.key(), download, maxBytes);
        check(object, download);
        return target.bytes();
    }

    @Override
    public void fetch(ObjectRef object, Path target) {
        // What is longer than the reference says is not read at all, and found corrupt by its length.
        if (!copy(object.key(), object.byteCount(), target, download -> check(object, download))) {
            throw missing(object.key());
        }
    }

    @Override
    public boolean fetch(String key, long maxBytes, Path target) {
        return copy(key, maxBytes, target, download -> {
            requireRead(key, download, maxBytes);
            requireAsRecorded(key, download);
        });
    }

    @Override
    public Optional<byte[]> find(String key, long maxBytes) {
        ByteArrayTarget target = new ByteArrayTarget();
        return read(key, target, Math.min(maxBytes, Integer.MAX_VALUE - 16)).map(download -> {
            requireRead(key, download, maxBytes);
            requireAsRecorded(key, download);
            return target.bytes();
        });
    }

    @Override
    public boolean exists(String key) {
        String name = name(key);
        return call("read", () -> {
            try {
                client.headObject(request -> request.bucket(settings.bucket()).key(name));
                return true;
            } catch (NoSuchKeyException e) {
                // The answer has no body that could tell a missing object from a missing bucket.
                client.headBucket(request -> request.bucket(settings.bucket()));
                return false;
            }
        });
    }

    @Override
    public void delete(String key) {
        String name = name(key);
        call(
                "delete from",
                () -> client.deleteObject(
                        request -> request.bucket(settings.bucket()).key(name)));
    }

    @Override
    public void deletePrefix(String prefix) {
        Iterator<ListObjectsV2Response> pages = pages(prefix);
        while (pages.hasNext()) {
            List<ObjectIdentifier> names = call("list", pages::next).contents().stream()
                    .map(object -> ObjectIdentifier.builder().key(object.key()).build())
                    .toList();
            if (!names.isEmpty()) {
                delete(names);
            }
        }
    }

    @Override
    public List<String> list(String prefix) {
        List<String> keys = new ArrayList<>();
        visit(prefix, (key, writtenAt) -> keys.add(key));
        Collections.sort(keys);
        return keys;
    }

    @Override
    public void visit(String prefix, Visitor visitor) {
        Iterator<ListObjectsV2Response> pages = pages(prefix);
        while (pages.hasNext()) {
            for (S3Object object : call("list", pages::next).contents()) {
                // Consoles mark folders by empty objects.
                if (!object.key().endsWith("/")
                        && !visitor.visit(
                                object.key().substring(settings.prefix().length()), object.lastModified())) {
                    return;
                }
            }
        }
    }

    /** Writes an empty object {@code .probe}, a name that no key has. */
    @Override
    public void probe() {
        PutObjectRequest.Builder request =
                PutObjectRequest.builder().bucket(settings.bucket()).key(settings.prefix() + PROBE);
        settings.encryption().ifPresent(encryption -> encryption.apply(request));
        call("write to", () -> client.putObject(request.build(), RequestBody.empty()));
    }

    /** Closes the connections. */
    @Override
    public void close() {
        client.close();
    }

    private void store(ObjectRef object, RequestBody body) {
        if (object.byteCount() > MAX_PUT_BYTES) {
            throw new ObjectTooLargeException(object.key() + " has " + object.byteCount() + " bytes, at most "
                    + MAX_PUT_BYTES + " can be stored");
        }
        // Where another's write is under way, or the object was deleted before it was compared: once more.
        for (int put = 1; put <= PUTS; put++) {
            if (call("write to", () -> putOnce(object, body)) || isThere(object)) {
                return;
            }
        }
        throw new StoreUnavailableException("cannot write to " + place() + ": others write " + object.key(), null);
    }

    private boolean putOnce(ObjectRef object, RequestBody body) {
        String checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(object.sha256()));
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(settings.bucket())
                .key(name(object.key()))
                .ifNoneMatch("*")
                .checksumSHA256(checksum)
                .metadata(Map.of(SHA256, object.sha256()));
        settings.encryption().ifPresent(encryption -> encryption.apply(request));
        try {
            client.putObject(request.build(), body);
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 412 || e.statusCode() == 409) {
                return false;
            }
            throw e;
        }
    }

    private boolean isThere(ObjectRef object) {
        Optional<Download> there = read(object.key(), size -> OutputStream.nullOutputStream(), object.byteCount());
        if (there.filter(download -> !download.sha256().equals(object.sha256())).isPresent()) {
            throw new ObjectConflictException(object.key() + " is there with other content");
        }
        return there.isPresent();
    }

    private boolean copy(String key, long maxBytes, Path target, Consumer<Download> check) {
        try {
            Path parent = target.toAbsolutePath().getParent();
            Files.createDirectories(parent);
            Path temporary = Files.createTempFile(parent, ".fetch-", ".tmp");
            try {
                Optional<Download> download = read(key, size -> Files.newOutputStream(temporary), maxBytes);
                if (download.isPresent()) {
                    check.accept(download.get());
                    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
                return download.isPresent();
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new StoreUnavailableException("cannot write to " + target + ": " + e, e);
        }
    }

    private Optional<Download> read(String key, Download.Target target, long maxBytes) {
        String name = name(key);
        return call("read", () -> {
            try {
                return Optional.of(client.getObject(
                        request -> request.bucket(settings.bucket()).key(name),
                        Download.to(target, maxBytes, digest())));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /** Each page is asked for when it is taken. */
    private Iterator<ListObjectsV2Response> pages(String prefix) {
        String begin = settings.prefix() + ObjectKey.checkPrefix(prefix);
        return client.listObjectsV2Paginator(
                        request -> request.bucket(settings.bucket()).prefix(begin))
                .iterator();
    }

    private void delete(List<ObjectIdentifier> names) {
        DeleteObjectsResponse answer = call(
                "delete from",
                () -> client.deleteObjects(request -> request.bucket(settings.bucket())
                        .delete(delete -> delete.objects(names).quiet(true))));
        if (answer.hasErrors() && !answer.errors().isEmpty()) {
            throw new StoreUnavailableException(
                    "cannot delete from " + place() + ": "
                            + answer.errors().get(0).code(),
                    null);
        }
    }

    private <T> T call(String verb, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            String reason = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " ");
            String message = "cannot " + verb + " " + place() + ": " + reason;
            throw isRefusal(e) ? new StoreRefusedException(message, e) : new StoreUnavailableException(message, e);
        }
    }

    /** Denied access, a missing bucket, no room: what another attempt would only be told again. */
    private static boolean isRefusal(SdkException e) {
        if (!(e instanceof S3Exception answer) || answer.isThrottlingException() || answer.isClockSkewException()) {
            return false;
        }
        int status = answer.statusCode();
        return status == INSUFFICIENT_STORAGE || status >= 400 && status < 500 && status != REQUEST_TIMEOUT;
    }

    private String place() {
        return "the object store s3://" + settings.bucket() + "/" + settings.prefix();
    }

    private String name(String key) {
        return settings.prefix() + ObjectKey.check(key);
    }

    private static void requireRead(String key, Download download, long maxBytes) {
        if (!download.isRead()) {
            throw new ObjectTooLargeException(
                    key + " has " + download.byteCount() + " bytes, at most " + maxBytes + " are accepted");
        }
    }

    private static void requireAsRecorded(String key, Download download) {
        if (!download.recorded().isEmpty() && !download.recorded().equals(download.sha256())) {
            throw new ObjectCorruptException(
                    key + ": expected SHA-256 " + download.recorded() + ", found " + download.sha256());
        }
    }

    private static void check(ObjectRef object, Download download) {
        if (download.byteCount() != object.byteCount() || !download.sha256().equals(object.sha256())) {
            throw new ObjectCorruptException(object.key() + ": expected " + object.byteCount() + " bytes of SHA-256 "
                    + object.sha256() + ", found " + download.byteCount() + " of " + download.sha256());
        }
    }

    private static ObjectMissingException missing(String key) {
        return new ObjectMissingException(key + " is not in the object store");
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Bytes of the last attempt, which grow as they come and not as announced. */
    private static final class ByteArrayTarget implements Download.Target {
        private ByteArrayOutputStream out;

        @Override
        public OutputStream open(long byteCount) {
            out = new ByteArrayOutputStream((int) Math.min(byteCount, 1 << 20));
            return out;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
