package io.wavemesh.local.command;

import io.wavemesh.messaging.DeadLetter;
import io.wavemesh.messaging.DeadLetterBox;
import io.wavemesh.messaging.UnreplayableLetterException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;

/** What replay and drop have in common: each ends the chosen letters one by one and prints those that are done. */
abstract class EndLetters extends VerboseCommand {
    @Mixin
    private DeadLetterOptions letters;

    @ArgGroup(multiplicity = "1")
    private LetterSelection selection;

    private long done;
    private long refused;

    /** Ends one letter. */
    abstract void end(DeadLetterBox box, DeadLetter letter);

    /** What a letter is afterwards, such as "dropped". */
    abstract String ended();

    @Override
    public final Integer call() {
        letters.sources(this);
        try (DeadLetterBox box = letters.open()) {
            box.forEach(letters.present(box, this), letter -> {
                if (selection.includes(letter)) {
                    endAndPrint(box, letter);
                }
            });
        }
        err().println("wavemesh: " + done + " " + ended());
        if (refused > 0) {
            throw new CommandFailedException(refused + " could not be " + ended() + ": only drop can end them");
        }
        return 0;
    }

    private void endAndPrint(DeadLetterBox box, DeadLetter letter) {
        try {
            end(box, letter);
            done++;
            out().println(letters.line().of(letter));
        } catch (UnreplayableLetterException one) {
            refused++;
            err().println("wavemesh: " + one.getMessage());
        }
    }
}
