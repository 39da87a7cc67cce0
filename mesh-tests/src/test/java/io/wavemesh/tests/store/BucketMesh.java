package io.wavemesh.tests.store;

import io.wavemesh.s3server.FaultyProxy;
import io.wavemesh.s3server.S3Server;
import io.wavemesh.store.s3.S3ObjectStore;
import io.wavemesh.store.s3.S3Settings;
import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The services on a bucket behind a proxy that brings faults, with encryption; tries are few and pauses short. */
final class BucketMesh implements AutoCloseable {
    private static final String BUCKET = "mesh";
    private static final String PREFIX = "prod/";

    final MeshUnderTest mesh;
    final FaultyProxy proxy;
    final ServiceProcess ingest;
    final ServiceProcess trainer;
    final ServiceProcess inference;

    private final Path masterKeys;
    private final S3Server server;

    BucketMesh(Path folder) throws IOException, InterruptedException {
        masterKeys = Files.writeString(
                folder.resolve("master-keys"), "2026:" + Base64.getEncoder().encodeToString(new byte[32]));
        server = S3Server.start(Files.createDirectory(folder.resolve("s3")), BUCKET);
        proxy = FaultyProxy.before(server.endpoint());
        mesh = MeshUnderTest.in(folder);
        ingest = launch(Service.INGEST, Map.of());
        trainer = launch(
                Service.TRAINER,
                Map.of(
                        "trainer.kafka.attempts", "2",
                        "trainer.kafka.retry-pause", "200ms",
                        "trainer.kafka.max-retry-pause", "1s"));
        inference = launch(Service.INFERENCE, Map.of());
        mesh.services().forEach(ServiceProcess::awaitReady);
    }

    /** The bucket as it is, without proxy and encryption; closed by the caller. */
    S3ObjectStore bucket() {
        System.setProperty("aws.accessKeyId", "access");
        System.setProperty("aws.secretAccessKey", "secret");
        return new S3ObjectStore(new S3Settings(
                BUCKET,
                PREFIX,
                Optional.empty(),
                Optional.of(server.endpoint()),
                true,
                Optional.empty(),
                Optional.empty(),
                S3Settings.Limits.DEFAULT));
    }

    private ServiceProcess launch(Service service, Map<String, String> more) {
        URI endpoint = proxy.endpoint();
        Map<String, String> settings = new HashMap<>(Map.of(
                "aws.accessKeyId",
                "access",
                "aws.secretAccessKey",
                "secret",
                service.prefix() + ".store.kind",
                "s3",
                service.prefix() + ".store.s3.bucket",
                BUCKET,
                service.prefix() + ".store.s3.prefix",
                PREFIX,
                service.prefix() + ".store.s3.endpoint",
                endpoint.toString(),
                service.prefix() + ".store.s3.path-style",
                "true",
                service.prefix() + ".store.encryption.master-keys",
                masterKeys.toString(),
                service.prefix() + ".health.timeout",
                "10s"));
        settings.putAll(more);
        return mesh.launch(service, settings);
    }

    @Override
    public void close() {
        mesh.close();
        proxy.close();
        server.close();
    }
}
