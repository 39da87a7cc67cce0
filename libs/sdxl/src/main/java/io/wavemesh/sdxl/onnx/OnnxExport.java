package io.wavemesh.sdxl.onnx;

import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.model.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes a model folder's networks as ONNX files that any ONNX runtime loads from their path, in the layout of Hugging Face's
 * optimum: {@code unet}, {@code text_encoder}, {@code text_encoder_2}, {@code vae_encoder} and {@code vae_decoder}, each a
 * {@code model.onnx} beside its weights, with tokenizers, scheduler and configurations. A sixth folder, {@code denoising}, has
 * the loop over steps with adapter inputs that {@link DenoisingGraph} describes, for the attention projections.
 *
 * <p>An ONNX file may only name weights in its own folder, so the weight files are linked there (hard links), or copied
 * where links are not possible; on one file system the export takes some megabytes. Weights keep their stored type.
 */
public final class OnnxExport {
    private static final String MODEL = "model.onnx";
    private static final List<String> COPIED_FOLDERS = List.of("tokenizer", "tokenizer_2", "scheduler");
    private static final List<String> COPIED_FILES = List.of("model_index.json", "wavemesh.json");

    private final ModelFolder folder;
    private final Precision precision;
    private final OnnxNetworks networks;
    private final Precision vaePrecision;

    private OnnxExport(ModelFolder folder, Precision precision, Dialect dialect) {
        this.folder = folder;
        this.precision = precision;
        this.networks =
                new OnnxNetworks(folder, dialect, weights -> ExternalWeights.renamed(weights, names(weights)::get));
        this.vaePrecision = networks.autoencoderConfig().forceUpcast() ? Precision.FP32 : precision;
    }

    /**
     * Exports a model. The folder appears complete or not at all; an earlier export there is replaced.
     *
     * @param out folder to write
     * @param precision of the arithmetic; a VAE that overflows in 16 bits ({@code force_upcast}) stays in 32
     * @param dialect operators to use
     * @throws OnnxGraphException if something else than an export is at {@code out}
     * @throws IllegalArgumentException of several kinds if the model cannot be used
     * @throws UncheckedIOException if writing fails
     */
    public static void write(ModelFolder folder, Path out, Precision precision, Dialect dialect) {
        Path target = out.toAbsolutePath().normalize();
        if (target.startsWith(folder.path()) || folder.path().startsWith(target)) {
            throw new OnnxGraphException(out + ": the export must not be the model folder or around or inside it");
        }
        requireReplaceable(target);
        try {
            Files.createDirectories(target.getParent());
            Path made = createBeside(target);
            try {
                new OnnxExport(folder, precision, dialect).writeAll(made);
                replace(made, target);
            } finally {
                delete(made);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(out + " cannot be written: " + e.getMessage(), e);
        }
    }

    private void writeAll(Path made) throws IOException {
        write(made.resolve("unet"), Component.UNET, networks.unet(precision, module -> false));
        write(
                made.resolve("denoising"),
                Component.UNET,
                networks.denoising(precision, TargetLayer::isAttentionProjection));
        write(
                made.resolve("text_encoder"),
                Component.TEXT_ENCODER,
                networks.textEncoder(Component.TEXT_ENCODER, precision));
        write(
                made.resolve("text_encoder_2"),
                Component.TEXT_ENCODER_2,
                networks.textEncoder(Component.TEXT_ENCODER_2, precision));
        write(made.resolve("vae_encoder"), Component.VAE, networks.vaeEncoder(vaePrecision));
        write(made.resolve("vae_decoder"), Component.VAE, networks.vaeDecoder(vaePrecision));
        for (String name : COPIED_FOLDERS) {
            copyFiles(folder.path().resolve(name), made.resolve(name));
        }
        for (String name : COPIED_FILES) {
            if (Files.exists(folder.path().resolve(name))) {
                Files.copy(folder.path().resolve(name), made.resolve(name));
            }
        }
    }

    private void write(Path target, Component component, OnnxGraph graph) throws IOException {
        Files.createDirectories(target);
        Files.write(target.resolve(MODEL), graph.model());
        Files.copy(folder.path().resolve(component.folder()).resolve("config.json"), target.resolve("config.json"));
        for (Map.Entry<Path, String> file : names(folder.weights(component)).entrySet()) {
            linkOrCopy(file.getKey(), target.resolve(file.getValue()));
        }
    }

    /** What each weight file is called in an export. */
    private static Map<Path, String> names(Weights weights) {
        Map<Path, String> names = new LinkedHashMap<>();
        List<Path> files = weights.files();
        for (Path file : files) {
            names.put(
                    file, files.size() == 1 ? "weights.safetensors" : "weights-" + (names.size() + 1) + ".safetensors");
        }
        return names;
    }

    private static void linkOrCopy(Path file, Path link) throws IOException {
        try {
            Files.createLink(link, file);
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(file, link); // another file system, or links to others' files are forbidden
        }
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : list(from)) {
            if (Files.isRegularFile(file)) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    private static void requireReplaceable(Path target) {
        boolean free = !Files.exists(target)
                || Files.isDirectory(target)
                        && (Files.isRegularFile(target.resolve("unet").resolve(MODEL)) || isEmpty(target));
        if (!free) {
            throw new OnnxGraphException(target + ": exists and is not an export; name another folder");
        }
    }

    private static boolean isEmpty(Path folder) {
        try {
            return list(folder).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void replace(Path made, Path target) throws IOException {
        if (!Files.exists(target)) {
            Files.move(made, target);
            return;
        }
        Path old = createBeside(target);
        try {
            Files.move(target, old.resolve("export"));
            Files.move(made, target);
        } finally {
            delete(old);
        }
    }

    private static Path createBeside(Path target) throws IOException {
        return Files.createDirectory(target.resolveSibling("." + target.getFileName() + "-" + UUID.randomUUID()));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        for (Path entry : list(folder)) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                delete(entry);
            } else {
                Files.delete(entry);
            }
        }
        Files.delete(folder);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
