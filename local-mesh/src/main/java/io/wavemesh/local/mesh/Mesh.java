package io.wavemesh.local.mesh;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;

/** A running mesh: broker, ingest, trainer and inference. Closed by the caller, or when the JVM ends. */
public final class Mesh implements AutoCloseable {
    private static final String BROKER_MAIN = "io.wavemesh.broker.EmbeddedKafkaMain";
    private static final String QUARKUS_MAIN = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";
    private static final String ONNX_NATIVES = "onnxruntime.native.";
    private static final List<String> SMALL_JVM =
            List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Xmx512m");
    private static final List<String> WORKER_JVM = List.of("-XX:+UseSerialGC", "-XX:-UsePerfData");

    private final MeshSettings settings;
    private final Ports ports;
    private final List<MeshProcess> processes = new ArrayList<>();
    private final Thread shutdown = new Thread(this::stopAll, "mesh-shutdown");

    private Mesh(MeshSettings settings) {
        this.settings = settings;
        this.ports = settings.ports();
    }

    /** Starts everything and returns when all parts are ready; on failure nothing is left running. */
    public static Mesh start(MeshSettings settings) throws InterruptedException {
        Mesh mesh = new Mesh(settings);
        Runtime.getRuntime().addShutdownHook(mesh.shutdown);
        try {
            mesh.startAll();
            return mesh;
        } catch (RuntimeException | InterruptedException failure) {
            mesh.close();
            throw failure;
        }
    }

    /** Base address of the ingest service. */
    public URI ingest() {
        return address(ports.ingest());
    }

    /** Base address of the trainer service. */
    public URI trainer() {
        return address(ports.trainer());
    }

    /** Base address of the inference service. */
    public URI inference() {
        return address(ports.inference());
    }

    /** The broker's address for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + ports.kafka();
    }

    /** Folder of the log files. */
    public Path logs() {
        return settings.data().resolve("logs");
    }

    /** Process ids, in order of start. */
    public List<Long> processIds() {
        return processes.stream().map(MeshProcess::pid).toList();
    }

    /** Throws {@link MeshException} if a part has died. */
    public void requireAlive() {
        processes.forEach(MeshProcess::requireAlive);
    }

    /** Returns never: throws {@link MeshException} once a part has died. */
    public void awaitDeath() {
        CompletableFuture.anyOf(processes.stream().map(MeshProcess::onExit).toArray(CompletableFuture<?>[]::new))
                .join();
        requireAlive();
    }

    /** Stops every part, the broker last. */
    @Override
    public void close() {
        stopAll();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdown);
        } catch (IllegalStateException alreadyEnding) {
            // the hook is what runs then
        }
    }

    private void startAll() throws InterruptedException {
        Path store = settings.data().resolve("store");
        createFolder(store);
        Readiness readiness = new Readiness();
        MeshProcess broker = start(
                "kafka",
                SMALL_JVM,
                System.getProperty("java.class.path"),
                List.of(
                        BROKER_MAIN,
                        settings.data().resolve("kafka").toString(),
                        Integer.toString(ports.kafka()),
                        Integer.toString(ports.controller())));
        readiness.awaitPort(broker, ports.kafka());
        MeshProcess ingest = service("ingest", SMALL_JVM, ports.ingest(), store, List.of());
        MeshProcess trainer = service("trainer", WORKER_JVM, ports.trainer(), store, engine("trainer"));
        MeshProcess inference = service("inference", WORKER_JVM, ports.inference(), store, engine("inference"));
        readiness.awaitReady(ingest, ingest());
        readiness.awaitReady(trainer, trainer());
        readiness.awaitReady(inference, inference());
    }

    private List<String> engine(String service) {
        List<String> options = new ArrayList<>(List.of(
                "-D" + service + ".model.path=" + settings.baseModel(),
                "-D" + service + ".engine.device=" + settings.device()));
        // Where this program's native libraries are, the services' are.
        Properties own = System.getProperties();
        own.stringPropertyNames().stream()
                .filter(name -> name.startsWith(ONNX_NATIVES))
                .forEach(name -> options.add("-D" + name + "=" + own.getProperty(name)));
        return options;
    }

    private MeshProcess service(String name, List<String> jvm, int port, Path store, List<String> more) {
        Path application = settings.installation().resolve(name + "-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(application)) {
            throw new MeshException("the " + name + " service is not built: " + application + " is missing");
        }
        List<String> options = new ArrayList<>(jvm);
        options.addAll(List.of(
                "-Djava.awt.headless=true",
                "-Dai.djl.offline=true",
                "-Dquarkus.http.host=127.0.0.1",
                "-Daccess.mode=off",
                "-Dquarkus.http.port=" + port,
                "-D" + name + ".kafka.bootstrap-servers=" + bootstrapServers(),
                "-D" + name + ".store.root=" + store));
        options.addAll(more);
        Path guard = settings.installation().resolve("local-mesh/target/local-mesh-guard.jar");
        return start(name, options, guard + ":" + application, List.of(QUARKUS_MAIN));
    }

    private MeshProcess start(String name, List<String> jvm, String classPath, List<String> mainAndArguments) {
        MeshProcess process = MeshProcess.start(name, jvm, classPath, mainAndArguments, logs());
        synchronized (processes) {
            processes.add(process);
        }
        return process;
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException cause) {
            throw new MeshException("cannot create " + folder + ": " + cause.getMessage(), cause);
        }
    }

    private void stopAll() {
        synchronized (processes) {
            List<MeshProcess> services = processes.subList(Math.min(1, processes.size()), processes.size());
            services.forEach(MeshProcess::requestStop);
            services.forEach(MeshProcess::close);
            processes.forEach(MeshProcess::close);
        }
    }

    private static URI address(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
