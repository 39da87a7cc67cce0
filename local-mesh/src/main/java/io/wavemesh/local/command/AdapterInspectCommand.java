package io.wavemesh.local.command;

import io.wavemesh.waveft.adapter.AdapterFolder;
import io.wavemesh.waveft.adapter.AdapterInspection;
import io.wavemesh.waveft.json.Json;
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
        AdapterInspection figures = AdapterInspection.of(AdapterFolder.read(folder));
        out().println(json ? Json.pretty(figures.toJson()) : figures.toText());
        return 0;
    }
}
