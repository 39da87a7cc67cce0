package io.wavemesh.local.command;

import io.wavemesh.waveft.adapter.AdapterFolder;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./wavemesh adapter inspect}: what an adapter folder holds. */
@Command(
        name = "inspect",
        description = "Shows method, wavelet family, counts, layers, bytes and norms of an adapter.",
        footer = {"", "Example:", "  ./wavemesh adapter inspect target/tulip --json"})
final class AdapterInspectCommand extends VerboseCommand {
    @Parameters(paramLabel = "DIR", description = "Adapter folder.")
    private Path folder;

    @Option(names = "--json", description = "Print JSON, with every layer.")
    private boolean json;

    @Override
    public Integer call() {
        AdapterSummary summary = new AdapterSummary(folder, AdapterFolder.read(folder));
        if (json) {
            out().println(summary.json());
        } else {
            summary.text().forEach(out()::println);
        }
        return 0;
    }
}
