package io.wavemesh.local.command;

import io.wavemesh.messaging.DeadLetter;
import io.wavemesh.messaging.DeadLetterBox;
import picocli.CommandLine.Command;

/** {@code ./wavemesh dlq replay}: sends dead letters to their topics again. */
@Command(
        name = "replay",
        description = {
            "Sends records to the topic they came from, as they were but for headers that count replays, and takes them"
                    + " off the list. Prints those that were sent.",
            "If it is stopped between the two, the letter stays on the list and may be sent twice, which changes nothing:"
                    + " work is known by its id."
        },
        footer = {
            "",
            "Examples:",
            "  ./wavemesh dlq replay --bootstrap-servers 127.0.0.1:9092 --id JOB_ID",
            "  ./wavemesh dlq replay --bootstrap-servers 127.0.0.1:9092 --topic training-jobs --all"
        })
final class DeadLettersReplayCommand extends EndLetters {
    @Override
    void end(DeadLetterBox box, DeadLetter letter) {
        box.replay(letter);
    }

    @Override
    String ended() {
        return "replayed";
    }
}
