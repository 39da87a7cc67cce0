package io.wavemesh.local.command;

import io.wavemesh.contracts.Topics;
import io.wavemesh.messaging.DeadLetterBox;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./wavemesh dlq list}: the open dead letters. */
@Command(
        name = "list",
        description = {
            "Prints one line a dead letter, the newest last, columns with a tab in between: topic, key, time, where it was"
                    + " (topic/partition/offset), deliveries (0 = unknown), replays, cause.",
            "What a terminal would obey is escaped. Letters that were replayed or dropped are not shown."
        },
        footer = {
            "",
            "Example:",
            "  ./wavemesh dlq list --bootstrap-servers 127.0.0.1:9092 --topic training-jobs --json"
        })
final class DeadLettersListCommand extends VerboseCommand {
    @Mixin
    private DeadLetterOptions letters;

    @Override
    public Integer call() {
        letters.sources(this);
        try (DeadLetterBox box = letters.open()) {
            List<Topics.Topic> sources = letters.present(box, this);
            box.forEach(sources, letter -> out().println(letters.line().of(letter)));
        }
        return 0;
    }
}
