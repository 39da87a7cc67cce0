package io.wavemesh.tests.harness;

import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.broker.EmbeddedKafka;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.messaging.BrokerConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A broker in this JVM, an object store in a folder, and services as processes. One thread at a time. */
public final class MeshUnderTest implements AutoCloseable {
    private final Path folder;
    private final Optional<EmbeddedKafka> broker;
    private final String bootstrapServers;
    private final List<ServiceProcess> services = new ArrayList<>();

    private MeshUnderTest(Path folder, Optional<EmbeddedKafka> broker, String bootstrapServers) {
        this.folder = folder;
        this.broker = broker;
        this.bootstrapServers = bootstrapServers;
    }

    /** Starts a broker with Kafka's own lock; everything lies below the folder. */
    public static MeshUnderTest in(Path folder) {
        return in(folder, BrokerSettings.in(folder.resolve("kafka")));
    }

    /** Starts a broker; everything else lies below the folder. */
    public static MeshUnderTest in(Path folder, BrokerSettings settings) {
        EmbeddedKafka broker = new EmbeddedKafka(settings).start();
        return new MeshUnderTest(folder, Optional.of(broker), broker.bootstrapServers());
    }

    /** Uses brokers that somebody else starts and stops; everything else lies below the folder. */
    public static MeshUnderTest on(String bootstrapServers, Path folder) {
        return new MeshUnderTest(folder, Optional.empty(), bootstrapServers);
    }

    /** The broker, to be stopped and started again. */
    public EmbeddedKafka broker() {
        return broker.orElseThrow();
    }

    /** A client's connection to the broker. */
    public BrokerConnection connection() {
        return BrokerConnection.to(bootstrapServers);
    }

    /** The topics: without prefix. */
    public Topics topics() {
        return new Topics("");
    }

    /** Folder of the object store. */
    public Path storeFolder() {
        return folder.resolve("store");
    }

    /** The object store. */
    public ObjectStore store() {
        return new FileObjectStore(storeFolder());
    }

    /** Starts a service with its defaults and returns once it is ready. */
    public ServiceProcess start(Service service) {
        return start(service, Map.of());
    }

    /** Starts a service and returns once it is ready; the settings win over the harness's. */
    public ServiceProcess start(Service service, Map<String, String> settings) {
        return launch(service, settings).awaitReady();
    }

    /** Starts a service without waiting; the settings win over the harness's. */
    public ServiceProcess launch(Service service, Map<String, String> settings) {
        return launch(service, settings, List.of());
    }

    /** Starts a service without waiting, with further options of the JVM; they and the settings win. */
    public ServiceProcess launch(Service service, Map<String, String> settings, List<String> jvmOptions) {
        String name = service.prefix() + "-" + services.size();
        int port = freePort();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("java.io.tmpdir", newFolder("tmp/" + name).toString());
        all.put("java.awt.headless", "true");
        all.put("ai.djl.offline", "true");
        all.put("quarkus.http.host", "127.0.0.1");
        all.put("access.mode", "off");
        all.put("quarkus.http.port", Integer.toString(port));
        all.put(service.prefix() + ".kafka.bootstrap-servers", bootstrapServers);
        all.put(service.prefix() + ".store.root", storeFolder().toString());
        if (service != Service.INGEST) {
            all.put(service.prefix() + ".model.path", Service.NANO.toString());
        }
        all.putAll(settings);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx512m"));
        if (service == Service.INGEST) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.addAll(jvmOptions);
        all.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", service.jar().toString()));
        return launch(name, command, port);
    }

    /** Starts a command that will listen at the port of the loopback address, without waiting. */
    public ServiceProcess launch(String name, List<String> command, int port) {
        ServiceProcess started = ServiceProcess.start(
                name,
                command,
                URI.create("http://127.0.0.1:" + port),
                newFolder("logs").resolve(name + ".log"));
        services.add(started);
        return started;
    }

    /** Every process that was started, in order. */
    public List<ServiceProcess> services() {
        return List.copyOf(services);
    }

    /** Stops the services, then the broker. */
    @Override
    public void close() {
        services.forEach(ServiceProcess::terminate);
        services.forEach(ServiceProcess::close);
        broker.ifPresent(EmbeddedKafka::close);
    }

    private Path newFolder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port of the loopback address that nobody listens at. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
