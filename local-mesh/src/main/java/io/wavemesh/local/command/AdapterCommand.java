package io.wavemesh.local.command;

import picocli.CommandLine.Command;

/** {@code ./wavemesh adapter}: looks at adapter folders and converts them. */
@Command(
        name = "adapter",
        description = "Looks at adapter folders (WaveFT, SHiRA, PEFT LoRA) and converts them.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  ./wavemesh adapter inspect target/tulip"},
        subcommands = {AdapterInspectCommand.class, AdapterDeltaCommand.class, AdapterConvertCommand.class})
public final class AdapterCommand extends VerboseCommand {
    @Override
    public Integer call() {
        throw refusal("one of inspect, delta and convert is missing");
    }
}
