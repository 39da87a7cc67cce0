package io.wavemesh.broker;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs a broker as a process of its own until it is told to end: {@code EmbeddedKafkaMain FOLDER PORT CONTROLLER_PORT}. */
public final class EmbeddedKafkaMain {
    private EmbeddedKafkaMain() {}

    /** Ends with exit code 2 if the arguments are wrong. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 3) {
            System.err.println("expected FOLDER PORT CONTROLLER_PORT");
            System.exit(2);
        }
        BrokerSettings defaults = BrokerSettings.in(Path.of(arguments[0]));
        EmbeddedKafka broker = new EmbeddedKafka(new BrokerSettings(
                defaults.dataFolder(),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                defaults.recordLock(),
                defaults.deliveryLimit(),
                defaults.overrides()));
        broker.start();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            broker.close();
                            ended.countDown();
                        },
                        "broker-shutdown"));
        ended.await();
    }
}
