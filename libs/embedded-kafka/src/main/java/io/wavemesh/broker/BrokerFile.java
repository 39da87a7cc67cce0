package io.wavemesh.broker;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** How a broker's settings reach its process. */
final class BrokerFile {
    private static final String OVERRIDE = "override.";

    private BrokerFile() {}

    /** Writes all but the security, which only a broker in this JVM can have. */
    static void write(BrokerSettings settings, Path file) {
        if (settings.security().isPresent()) {
            throw new IllegalArgumentException("a broker process has no security");
        }
        Properties p = new Properties();
        p.setProperty("folder", settings.dataFolder().toString());
        p.setProperty("port", Integer.toString(settings.port()));
        p.setProperty("record-lock", settings.recordLock().toString());
        p.setProperty("delivery-limit", Integer.toString(settings.deliveryLimit()));
        p.setProperty("node-id", Integer.toString(settings.quorum().nodeId()));
        p.setProperty("cluster-id", settings.quorum().clusterId());
        p.setProperty(
                "controller-ports",
                settings.quorum().controllerPorts().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(",")));
        settings.overrides().forEach((name, value) -> p.setProperty(OVERRIDE + name, value));
        try (Writer out = Files.newBufferedWriter(file)) {
            p.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    static BrokerSettings read(Path file) {
        Properties p = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            p.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        List<Integer> controllers = Arrays.stream(
                        p.getProperty("controller-ports").split(","))
                .map(Integer::valueOf)
                .toList();
        Quorum quorum =
                new Quorum(Integer.parseInt(p.getProperty("node-id")), p.getProperty("cluster-id"), controllers);
        Map<String, String> overrides = p.stringPropertyNames().stream()
                .filter(name -> name.startsWith(OVERRIDE))
                .collect(Collectors.toMap(name -> name.substring(OVERRIDE.length()), p::getProperty));
        return new BrokerSettings(
                Path.of(p.getProperty("folder")),
                Integer.parseInt(p.getProperty("port")),
                quorum.port(),
                Duration.parse(p.getProperty("record-lock")),
                Integer.parseInt(p.getProperty("delivery-limit")),
                quorum,
                Optional.empty(),
                overrides);
    }
}
