package io.wavemesh.local.command;

import picocli.CommandLine.Command;

/** {@code ./wavemesh dlq}: looks at records that could not be worked on, and ends them. */
@Command(
        name = "dlq",
        description = "Shows the dead letters: records that no worker could work on. Sends them again, or drops them.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example (./wavemesh up prints the broker's address):",
            "  ./wavemesh dlq list --bootstrap-servers 127.0.0.1:9092"
        },
        subcommands = {DeadLettersListCommand.class, DeadLettersReplayCommand.class, DeadLettersDropCommand.class})
public final class DeadLettersCommand extends VerboseCommand {
    @Override
    public Integer call() {
        throw refusal("one of list, replay and drop is missing");
    }
}
