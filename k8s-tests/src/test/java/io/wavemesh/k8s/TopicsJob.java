package io.wavemesh.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The Job that makes topics, run in a folder that stands for its container's root. */
final class TopicsJob {
    private static final int LIMIT_SECONDS = 120;

    private final Path root;
    private final List<String> shell;

    /**
     * A container whose Kafka tool is a script.
     *
     * @param shell that reads the Job's script, such as {@code sh}
     * @param tool what {@code kafka-topics.sh} is
     */
    TopicsJob(Path root, List<String> shell, String tool) throws IOException {
        this.root = root;
        this.shell = List.copyOf(shell);
        Path file = file("opt/kafka/bin/kafka-topics.sh", "#!/bin/sh\n" + tool + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(root.resolve("tmp"));
    }

    /** Puts a file into the container. */
    Path file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** Runs the script of the chart's Job; the password is in the file that is mounted. */
    Ended run(JsonNode job, String servers, String user) throws IOException, InterruptedException {
        String script = job.at("/spec/template/spec/containers/0/args/0").asText();
        for (String folder : List.of("/tmp/", "/etc/wavemesh/", "/opt/kafka/")) {
            script = script.replace(folder, root + folder);
        }
        List<String> command = new ArrayList<>(shell);
        command.addAll(List.of("-c", script));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("output").toFile());
        builder.environment().put("BOOTSTRAP_SERVERS", servers);
        builder.environment().put("KAFKA_USER", user);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the Job does not end");
        }
        return new Ended(process.exitValue(), Files.readString(root.resolve("output")));
    }

    /** The settings that the tool is given. */
    Path clientProperties() {
        return root.resolve("tmp/topics/client.properties");
    }

    /** How it ended, and what it printed. */
    record Ended(int status, String output) {}
}
