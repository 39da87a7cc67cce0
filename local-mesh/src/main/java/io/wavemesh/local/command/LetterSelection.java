package io.wavemesh.local.command;

import io.wavemesh.messaging.DeadLetter;
import picocli.CommandLine.Option;

/** Which dead letters a command means: one of the two options is required. */
final class LetterSelection {
    @Option(
            names = "--id",
            preprocessor = FreeText.class,
            required = true,
            paramLabel = "KEY",
            description = "The letters with this key, as list shows it (- for those without one).")
    private String id;

    @Option(names = "--all", required = true, description = "Every letter.")
    private boolean all;

    boolean includes(DeadLetter letter) {
        return all || letter.key().equals(id);
    }
}
