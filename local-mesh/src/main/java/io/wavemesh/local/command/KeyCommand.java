package io.wavemesh.local.command;

import picocli.CommandLine.Command;

/** {@code ./wavemesh key}: API keys of the services. */
@Command(
        name = "key",
        description = "Makes API keys for clients of the services.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  ./wavemesh key new --client acme --scope subjects:write,subjects:read"},
        subcommands = KeyNewCommand.class)
public final class KeyCommand extends VerboseCommand {
    @Override
    public Integer call() {
        throw refusal("new is missing");
    }
}
