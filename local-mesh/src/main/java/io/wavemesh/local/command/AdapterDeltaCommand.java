package io.wavemesh.local.command;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.waveft.LayerShape;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterFolder;
import io.wavemesh.waveft.safetensors.DType;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
            Map<String, LayerShape> layers = LinearLayers.of(base);
            adapter.requireFits(layers);
            OutputFiles.prepareFile("--out", out);
            SafetensorsWriter writer = new SafetensorsWriter();
            adapter.modules().forEach(module -> add(writer, adapter, module, layers.get(module)));
            writer.write(out);
        }
        return 0;
    }

    /** Added as a supplier, so that one layer at a time is dense. */
    private static void add(SafetensorsWriter writer, Adapter adapter, String module, LayerShape shape) {
        writer.add(module, DType.F32, new long[] {shape.out(), shape.in()}, () -> bytes(adapter, module, shape));
    }

    private static ByteBuffer bytes(Adapter adapter, String module, LayerShape shape) {
        float[] dense = adapter.delta(module, shape.out(), shape.in()).dense(Math.toIntExact(shape.size()));
        ByteBuffer bytes = ByteBuffer.allocate(dense.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(dense);
        return bytes;
    }
}
