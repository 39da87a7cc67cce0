package io.wavemesh.local.command;

import io.wavemesh.messaging.DeadLetter;
import io.wavemesh.messaging.DeadLetterBox;
import picocli.CommandLine.Command;

/** {@code ./wavemesh dlq drop}: takes dead letters off the list. */
@Command(
        name = "drop",
        description = {
            "Takes letters off the list for good and prints them.",
            "Their records stay on the dead-letter topic until its retention removes them."
        },
        footer = {"", "Example:", "  ./wavemesh dlq drop --bootstrap-servers 127.0.0.1:9092 --id JOB_ID"})
final class DeadLettersDropCommand extends EndLetters {
    @Override
    void end(DeadLetterBox box, DeadLetter letter) {
        box.drop(letter);
    }

    @Override
    String ended() {
        return "dropped";
    }
}
