package io.wavemesh.sdxl.model;

import io.wavemesh.waveft.safetensors.DType;
import io.wavemesh.waveft.safetensors.SafetensorsException;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import io.wavemesh.waveft.safetensors.TensorEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The weights of one component under the published names, whatever the files look like: one file or shards, variant,
 * links into a Hugging Face cache, text encoders with the prefix {@code text_model.} or without it (here they always
 * carry it), autoencoders of older diffusers. {@code position_ids}, which older files store, are left out.
 *
 * <p>Files are mapped, not read. Safe for several threads; closed by its {@link ModelFolder}.
 */
public final class Weights implements AutoCloseable {
    private static final Set<DType> NUMBERS = EnumSet.of(DType.F64, DType.F32, DType.F16, DType.BF16);

    private record Source(SafetensorsFile file, String storedName) {}

    private final Path folder;
    private final String variant;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<Path, SafetensorsFile> files = new LinkedHashMap<>();

    private Weights(Path folder, String variant) {
        this.folder = folder;
        this.variant = variant;
    }

    static Weights open(Path folder, Component component, Optional<String> preferred) {
        WeightFiles found = WeightFiles.in(folder, component);
        String variant = found.choose(preferred);
        Weights weights = new Weights(folder, variant);
        try {
            weights.openFiles(component, found);
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
        return weights;
    }

    private void openFiles(Component component, WeightFiles found) {
        Map<String, Source> stored = new LinkedHashMap<>();
        Optional<Path> single = found.single(variant);
        if (single.isPresent()) {
            SafetensorsFile file = file(single.get());
            file.tensors().keySet().forEach(name -> stored.put(name, new Source(file, name)));
        } else {
            found.shards(variant).forEach((name, shard) -> {
                SafetensorsFile file = file(shard);
                if (!file.tensors().containsKey(name)) {
                    throw new ModelFolderException(shard, "lacks the tensor " + name + " that the index places in it");
                }
                stored.put(name, new Source(file, name));
            });
        }
        UnaryOperator<String> published = PublishedNames.of(component, stored.keySet());
        stored.forEach((name, source) -> {
            if (!name.endsWith("position_ids")) {
                sources.put(published.apply(name), source);
            }
        });
    }

    private SafetensorsFile file(Path path) {
        return files.computeIfAbsent(path, key -> {
            if (!Files.isRegularFile(key)) {
                throw new ModelFolderException(key, "missing");
            }
            try {
                return SafetensorsFile.open(key.toRealPath());
            } catch (SafetensorsException e) {
                throw new ModelFolderException(key, "unusable weights: " + e.getMessage(), e);
            } catch (IOException e) {
                throw new ModelFolderException(key, "cannot be read: " + e.getMessage(), e);
            }
        });
    }

    /** Checks that these tensors are there, of numbers and in these shapes. */
    void require(Map<String, List<Long>> shapes) {
        shapes.forEach((name, shape) -> {
            TensorEntry entry = entry(name);
            List<Long> found = Arrays.stream(entry.shape()).boxed().toList();
            if (!found.equals(shape)) {
                throw new ModelFolderException(
                        file(name), name + " has the shape " + found + ", config.json asks for " + shape);
            }
            if (!NUMBERS.contains(entry.dtype())) {
                throw new ModelFolderException(
                        file(name), name + " holds " + entry.dtype() + ", not numbers of " + NUMBERS);
            }
        });
    }

    /** The variant that is read: "" for the plain files, else for example {@code fp16}. */
    public String variant() {
        return variant;
    }

    /** All tensor names, in the order of the files. */
    public Set<String> names() {
        return Collections.unmodifiableSet(sources.keySet());
    }

    /** Whether there is a tensor of this name. */
    public boolean contains(String name) {
        return sources.containsKey(name);
    }

    /**
     * Where and what a tensor is. Its offset counts from the beginning of {@link #file(String)}.
     *
     * @throws ModelFolderException if there is no tensor of this name
     */
    public TensorEntry entry(String name) {
        Source source = source(name);
        TensorEntry stored = source.file().entry(source.storedName());
        return new TensorEntry(name, stored.dtype(), stored.shape(), stored.offset(), stored.byteCount());
    }

    /**
     * The real path (no link in it) of the file that holds a tensor.
     *
     * @throws ModelFolderException if there is no tensor of this name
     */
    public Path file(String name) {
        return source(name).file().path();
    }

    /** The real paths of all files of this component, in order. */
    public List<Path> files() {
        Collection<SafetensorsFile> all = files.values();
        List<Path> paths = new ArrayList<>();
        all.forEach(file -> paths.add(file.path()));
        return List.copyOf(paths);
    }

    /**
     * A tensor's values as fp32, row-major; a new array.
     *
     * @throws ModelFolderException if there is no tensor of this name
     */
    public float[] floats(String name) {
        Source source = source(name);
        return source.file().floats(source.storedName());
    }

    /**
     * A tensor's bytes as stored: a read-only little-endian view of the mapped file, valid until the folder is closed.
     *
     * @throws ModelFolderException if there is no tensor of this name
     */
    public ByteBuffer map(String name) {
        Source source = source(name);
        return source.file().map(source.storedName());
    }

    private Source source(String name) {
        Source source = sources.get(name);
        if (source == null) {
            throw new ModelFolderException(folder, "its weights lack the tensor " + name);
        }
        return source;
    }

    @Override
    public void close() {
        files.values().forEach(SafetensorsFile::close);
    }
}
