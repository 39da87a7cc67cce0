package io.wavemesh.broker;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a broker as a process of its own until it is told to end: {@code EmbeddedKafkaMain FOLDER PORT CONTROLLER_PORT},
 * or as {@link BrokerProcess} calls it.
 */
public final class EmbeddedKafkaMain {
    private EmbeddedKafkaMain() {}

    /** Ends with exit code 2 if the arguments are wrong. */
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedKafka broker = new EmbeddedKafka(settings(arguments));
        broker.start();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            broker.close();
                            ended.countDown();
                        },
                        "broker-shutdown"));
        if (arguments.length == 1) {
            // Nobody else would end it if its parent were killed.
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit()
                    .thenRun(() -> Runtime.getRuntime().halt(1)));
        }
        ended.await();
    }

    private static BrokerSettings settings(String[] arguments) {
        if (arguments.length == 1) {
            return BrokerFile.read(Path.of(arguments[0]));
        }
        if (arguments.length != 3) {
            System.err.println("expected FOLDER PORT CONTROLLER_PORT");
            System.exit(2);
        }
        return BrokerSettings.in(Path.of(arguments[0]))
                .withPorts(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    }
}
