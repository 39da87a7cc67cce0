package io.wavemesh.local.command;

import io.wavemesh.contracts.Topics;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.DeadLetterBox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Where the dead letters are, and how they are printed. */
final class DeadLetterOptions {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @Option(
            names = "--bootstrap-servers",
            required = true,
            paramLabel = "HOST:PORT",
            description = "The brokers, several joined by commas; ./wavemesh up prints its own.")
    private String bootstrapServers;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Kafka client properties, and kafka.security.* as the services have it.")
    private Path brokerFile;

    @Option(names = "--topic-prefix", paramLabel = "PREFIX", description = "What every topic's name begins with.")
    private String prefix = "";

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description = "Only dead letters of this topic: training-jobs or generation-requests, without prefix.")
    private String topic;

    @Option(names = "--json", description = "Print a JSON object a line instead of columns.")
    private boolean json;

    /** The box, which the caller closes. */
    DeadLetterBox open() {
        BrokerConnection connection = new BrokerFile(brokerFile).connection(bootstrapServers, System.getenv());
        return new DeadLetterBox(connection, new Topics(prefix), LIMIT);
    }

    /** The topics that were asked for; refuses one that has no dead letters. */
    List<Topics.Topic> sources(VerboseCommand command) {
        List<Topics.Topic> all = new Topics(prefix).shared();
        if (topic == null) {
            return all;
        }
        List<Topics.Topic> asked =
                all.stream().filter(one -> one.name().equals(prefix + topic)).toList();
        if (asked.isEmpty()) {
            throw command.refusal("--topic must be one of "
                    + all.stream()
                            .map(one -> one.name().substring(prefix.length()))
                            .collect(Collectors.joining(", "))
                    + ", was '" + topic + "'");
        }
        return asked;
    }

    /** The sources that have a dead-letter topic; says on stderr which have none. */
    List<Topics.Topic> present(DeadLetterBox box, VerboseCommand command) {
        List<Topics.Topic> asked = sources(command);
        List<Topics.Topic> present = asked.stream().filter(box::exists).toList();
        asked.stream().filter(source -> !present.contains(source)).forEach(source -> command.err()
                .println("wavemesh: no topic "
                        + new Topics(prefix).deadLetters(source).name() + " on the brokers"));
        return present;
    }

    /** Forms of one letter. */
    LetterLine line() {
        return json ? LetterLine.JSON : LetterLine.COLUMNS;
    }
}
