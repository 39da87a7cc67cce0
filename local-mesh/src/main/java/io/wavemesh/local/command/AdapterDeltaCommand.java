package io.wavemesh.local.command;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.reference.NetworkCosts;
import io.wavemesh.waveft.LayerShape;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterExport;
import io.wavemesh.waveft.adapter.AdapterFolder;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./wavemesh adapter delta}: the change to each adapted weight. */
@Command(
        name = "delta",
        description = "Writes the delta weights of an adapter: one key an adapted module (its path), fp32 [out, in],"
                + " scaling included.",
        footer = {
            "",
            "Example:",
            "  ./wavemesh adapter delta target/tulip --base models/nano-sdxl --out target/delta.safetensors"
        })
final class AdapterDeltaCommand extends VerboseCommand {
    @Parameters(paramLabel = "DIR", description = "Adapter folder.")
    private Path folder;

    @Mixin
    private BaseModelOptions model;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Safetensors file to write.")
    private Path out;

    @Override
    public Integer call() {
        Adapter adapter = AdapterFolder.read(folder);
        try (ModelFolder base = model.open()) {
            Map<String, LayerShape> layers = NetworkCosts.linearLayers(new UNet(base.unetConfig()));
            adapter.requireFits(layers); // refused before a folder is made
            OutputFiles.prepareFile("--out", out);
            AdapterExport.deltaWeights(adapter, layers, out);
        }
        return 0;
    }
}
