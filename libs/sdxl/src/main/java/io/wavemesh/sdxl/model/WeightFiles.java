package io.wavemesh.sdxl.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds a component's weight files. A component has one or more <em>variants</em> (the plain one, {@code fp16}, …),
 * each one file {@code stem[.variant].safetensors} or shards with an index {@code stem.safetensors.index[.variant].json}
 * (also {@code stem[.variant].safetensors.index.json}).
 */
final class WeightFiles {
    private static final String PLAIN = "";
    private static final Pattern SHARD = Pattern.compile("-\\d{5}-of-\\d{5}");
    private static final int MAX_SHARDS = 1000;

    private final Path folder;
    private final Map<String, Path> single = new TreeMap<>();
    private final Map<String, Path> index = new TreeMap<>();

    private WeightFiles(Path folder) {
        this.folder = folder;
    }

    /** Lists the variants of a component in its folder. */
    static WeightFiles in(Path folder, Component component) {
        WeightFiles files = new WeightFiles(folder);
        String stem = Pattern.quote(component.weightsStem());
        Pattern one = Pattern.compile(stem + "(?:\\.(?<variant>[\\w-]+))?\\.safetensors");
        Pattern many = Pattern.compile(
                stem + "(?:\\.(?<front>[\\w-]+))?\\.safetensors(?:\\.index(?:\\.(?<variant>[\\w-]+))?)\\.json");
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) entries.sorted()::iterator) {
                String name = entry.getFileName().toString();
                Matcher file = one.matcher(name);
                Matcher list = many.matcher(name);
                if (file.matches() && !SHARD.matcher(name).find()) {
                    files.single.put(orPlain(file.group("variant")), entry);
                } else if (list.matches()) {
                    files.index.put(
                            orPlain(list.group("front") == null ? list.group("variant") : list.group("front")), entry);
                }
            }
        } catch (IOException e) {
            throw new ModelFolderException(folder, "cannot be listed: " + e.getMessage(), e);
        }
        return files;
    }

    private static String orPlain(String variant) {
        return variant == null ? PLAIN : variant;
    }

    /** Whether weights of this variant exist. */
    boolean has(String variant) {
        return single.containsKey(variant) || index.containsKey(variant);
    }

    /**
     * The variant to read: the preferred one, else the plain one, else the only one.
     *
     * @throws ModelFolderException if there are no weights, or several variants and none of them is preferred or plain
     */
    String choose(Optional<String> preferred) {
        if (preferred.isPresent() && has(preferred.get())) {
            return preferred.get();
        }
        if (has(PLAIN)) {
            return PLAIN;
        }
        TreeMap<String, Path> all = new TreeMap<>(single);
        all.putAll(index);
        if (all.isEmpty()) {
            throw new ModelFolderException(folder, "has no .safetensors weights");
        }
        if (all.size() > 1) {
            throw new ModelFolderException(folder, "has the variants " + all.keySet() + ": name one");
        }
        return all.firstKey();
    }

    /** The one weights file of a variant, or empty if it is sharded. */
    Optional<Path> single(String variant) {
        return Optional.ofNullable(single.get(variant));
    }

    /**
     * The shards of a variant.
     *
     * @return tensor name to the shard that holds it, in the index's order
     * @throws ModelFolderException if the index is broken or names something that is not a file beside it
     */
    Map<String, Path> shards(String variant) {
        Path file = index.get(variant);
        if (!(JsonFile.read(file).get("weight_map") instanceof Map<?, ?> map)) {
            throw new ModelFolderException(file, "has no weight_map");
        }
        Map<String, Path> byName = new LinkedHashMap<>();
        Map<String, Path> known = new LinkedHashMap<>();
        map.forEach((tensor, shard) -> {
            if (!(shard instanceof String name) || !name.matches("[\\w.-]+\\.safetensors")) {
                throw new ModelFolderException(file, "names a shard that is not a .safetensors file beside it");
            }
            Path path = known.computeIfAbsent(name, folder::resolve);
            if (known.size() > MAX_SHARDS) {
                throw new ModelFolderException(file, "names more than " + MAX_SHARDS + " shards");
            }
            byName.put((String) tensor, path);
        });
        if (byName.isEmpty()) {
            throw new ModelFolderException(file, "lists no tensors");
        }
        return byName;
    }
}
