package io.wavemesh.benchmarks.model;

import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.RequiredWeights;
import io.wavemesh.sdxl.network.AutoencoderConfig;
import io.wavemesh.sdxl.network.ClipTextConfig;
import io.wavemesh.sdxl.network.ConfigFields;
import io.wavemesh.sdxl.network.UNetConfig;
import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model}: a model folder with random weights. */
@Command(
        name = "model",
        description = "Writes a model folder with random fp16 weights: SDXL's structure and size, or a small one.")
public final class ModelCommand implements Callable<Integer> {
    private static final List<String> TOKENIZERS = List.of("tokenizer", "tokenizer_2");
    private static final double MEBI = 1 << 20;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write; files are replaced.")
    private Path out;

    @Option(
            names = "--size",
            defaultValue = "sdxl",
            paramLabel = "NAME",
            description = "sdxl or small. Default: ${DEFAULT-VALUE}.")
    private String size;

    @Option(names = "--seed", defaultValue = "0", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--threads", defaultValue = "0", paramLabel = "N", description = "Default: one a core.")
    private int threads;

    @Option(
            names = "--tokenizers-of",
            defaultValue = "models/nano-sdxl",
            paramLabel = "DIR",
            description = "Model folder to take the tokenizers from. Default: ${DEFAULT-VALUE}.")
    private Path tokenizersOf;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!List.of("sdxl", "small").contains(size)) {
            throw new IllegalArgumentException("--size must be sdxl or small, was '" + size + "'");
        }
        long start = System.nanoTime();
        long bytes = inPool(() -> write(out, size, seed, tokenizersOf));
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%s: %.0f MiB of weights in %.1f s%n",
                        out,
                        bytes / MEBI,
                        (System.nanoTime() - start) * 1e-9);
        return 0;
    }

    private long inPool(Callable<Long> work) throws IOException {
        ForkJoinPool pool =
                new ForkJoinPool(threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
        try {
            return pool.submit(work).join();
        } catch (RuntimeException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        } finally {
            pool.shutdown();
        }
    }

    /** Writes the folder and gives the size of its weights in bytes. */
    static long write(Path out, String size, long seed, Path tokenizersOf) throws IOException {
        for (String tokenizer : TOKENIZERS) {
            copy(tokenizersOf.resolve(tokenizer), out.resolve(tokenizer));
        }
        copyResource(out, size, "scheduler/scheduler_config.json");
        RandomWeights weights = new RandomWeights(seed);
        long bytes = 0;
        for (Component component : Component.values()) {
            copyResource(out, size, component.folder() + "/config.json");
            Path file = out.resolve(component.folder())
                    .resolve(
                            component.folder().startsWith("text")
                                    ? "model.safetensors"
                                    : "diffusion_pytorch_model.safetensors");
            bytes += new RandomFile(weights, shapes(size, component)).write(file);
        }
        copyResource(out, size, "model_index.json"); // last: without it the folder is no model
        return bytes;
    }

    /** Names and shapes of a component's weights. */
    static Map<String, List<Long>> shapes(String size, Component component) throws IOException {
        String name = component.folder() + "/config.json";
        Map<String, Object> json;
        try (InputStream in = resource(size, name)) {
            json = object(Json.parse(in.readAllBytes()));
        }
        ConfigFields config = new ConfigFields(json, name);
        return switch (component) {
            case UNET -> RequiredWeights.of(UNetConfig.from(config));
            case VAE -> RequiredWeights.of(AutoencoderConfig.from(config));
            case TEXT_ENCODER, TEXT_ENCODER_2 -> RequiredWeights.of(ClipTextConfig.from(config));
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object json) {
        return (Map<String, Object>) json;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.write(to.resolve(file.getFileName().toString()), Files.readAllBytes(file));
            }
        }
    }

    private static void copyResource(Path out, String size, String name) throws IOException {
        Path file = out.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream in = resource(size, name)) {
            Files.write(file, in.readAllBytes());
        }
    }

    private static InputStream resource(String size, String name) {
        InputStream in = ModelCommand.class.getResourceAsStream(size + "/" + name);
        if (in == null) {
            throw new UncheckedIOException(new IOException("no resource " + size + "/" + name));
        }
        return in;
    }
}
