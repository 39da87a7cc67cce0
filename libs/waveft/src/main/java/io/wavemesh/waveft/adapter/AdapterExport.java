package io.wavemesh.waveft.adapter;

import io.wavemesh.waveft.LayerShape;
import io.wavemesh.waveft.safetensors.DType;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Makes other files of an adapter: whole delta weights, or the same adapter in another type. */
public final class AdapterExport {
    /** Files beside an adapter's own two that belong to it. */
    private static final List<String> COMPANIONS = List.of("provenance.json", "README.md");

    private AdapterExport() {}

    /**
     * Writes the delta weights as one safetensors file: a key a layer, its module path; single precision, row-major
     * [out, in], scaling included. One layer at a time is in memory.
     *
     * @param adapter what to export
     * @param linearLayers all linear layers of the base model by module path
     * @param target file, replaced in one move if it exists
     * @throws AdapterException if the adapter does not fit the base model
     */
    public static void deltaWeights(Adapter adapter, Map<String, LayerShape> linearLayers, Path target) {
        adapter.requireFits(linearLayers);
        SafetensorsWriter writer = new SafetensorsWriter();
        for (String module : adapter.modules()) {
            LayerShape shape = linearLayers.get(module);
            Supplier<ByteBuffer> bytes = () -> bytes(adapter, module, shape);
            writer.add(module, DType.F32, new long[] {shape.out(), shape.in()}, bytes);
        }
        writer.write(target);
    }

    private static ByteBuffer bytes(Adapter adapter, String module, LayerShape shape) {
        int size = Math.toIntExact(shape.size());
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(size, 4)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(adapter.delta(module, shape.out(), shape.in()).dense(size));
        return bytes;
    }

    /**
     * Writes the same adapter with its numbers in another type; configuration and companion files stay as they are.
     *
     * @param source adapter folder
     * @param target adapter folder to write; may be the same
     * @param dtype F32, F16 or BF16 (rounded to nearest, ties to even)
     * @throws AdapterException if the source is malformed, a number overflows the type, or the target cannot be written
     */
    public static void convert(Path source, Path target, DType dtype) {
        AdapterFolder.write(AdapterFolder.read(source), target, dtype);
        for (String companion : COMPANIONS) {
            try {
                Path from = source.resolve(companion);
                Path to = target.resolve(companion);
                if (Files.isRegularFile(from) && !(Files.exists(to) && Files.isSameFile(from, to))) {
                    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                throw new AdapterException(target.resolve(companion) + ": cannot be written (" + e + ")", e);
            }
        }
    }
}
