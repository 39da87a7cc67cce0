package io.wavemesh.s3server;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server that keeps its objects in a folder, as a process of its own. It has one thread: with more, the test of many
 * conditional writers of one name failed. Ended by {@link #close}, and when the JVM ends.
 */
public final class S3Server implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);

    private final Process process;
    private final URI endpoint;
    private final Path log;

    private S3Server(Process process, URI endpoint, Path log) {
        this.process = process;
        this.endpoint = endpoint;
        this.log = log;
    }

    /** Starts a server with an empty bucket; objects and log lie below the folder. Returns once it listens. */
    public static S3Server start(Path folder, String bucket) throws IOException, InterruptedException {
        return start(folder, bucket, Optional.empty());
    }

    /** As {@link #start(Path, String)}, by TLS with a server's identity. */
    public static S3Server start(Path folder, String bucket, ServerIdentity identity)
            throws IOException, InterruptedException {
        return start(folder, bucket, Optional.of(identity));
    }

    private static S3Server start(Path folder, String bucket, Optional<ServerIdentity> identity)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                classPath(),
                "com.adobe.testing.s3mock.S3MockApplication",
                "--server.port=" + port,
                "--server.tomcat.threads.max=1",
                "--server.tomcat.threads.min-spare=1",
                "--com.adobe.testing.s3mock.httpPort=0",
                "--com.adobe.testing.s3mock.store.initialBuckets=" + bucket,
                "--com.adobe.testing.s3mock.store.root=" + Files.createDirectories(folder.resolve("root"))));
        command.addAll(identity.map(ServerIdentity::options).orElse(List.of("--server.ssl.enabled=false")));
        Path log = folder.resolve("server.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(log.toString()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        URI endpoint = URI.create((identity.isPresent() ? "https" : "http") + "://127.0.0.1:" + port);
        S3Server server = new S3Server(process, endpoint, log);
        server.awaitStart();
        return server;
    }

    /** Where it listens, on the loopback address. */
    public URI endpoint() {
        return endpoint;
    }

    /** Kills the server. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void awaitStart() throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(START);
        while (!listens()) {
            if (!process.isAlive() || Instant.now().isAfter(limit)) {
                close();
                throw new IOException("the server does not start:\n" + Files.readString(log));
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String classPath() throws IOException {
        try (InputStream in = S3Server.class.getResourceAsStream("class-path")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
