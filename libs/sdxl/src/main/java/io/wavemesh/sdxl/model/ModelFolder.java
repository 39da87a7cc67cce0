package io.wavemesh.sdxl.model;

import io.wavemesh.sdxl.network.AutoencoderConfig;
import io.wavemesh.sdxl.network.ClipTextConfig;
import io.wavemesh.sdxl.network.ConfigFields;
import io.wavemesh.sdxl.network.UNetConfig;
import io.wavemesh.sdxl.scheduler.NoiseSchedule;
import io.wavemesh.sdxl.scheduler.Scheduler;
import io.wavemesh.sdxl.scheduler.SchedulerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A StableDiffusionXL model as people have it on disk: a diffusers folder, a snapshot of a Hugging Face cache (full of
 * links), or the cache entry itself ({@code models--org--name}). Configurations are read at once, weights are mapped
 * when first asked for.
 *
 * <p>Safe for several threads. The caller closes it; buffers from {@link Weights#map} must not be used afterwards.
 */
public final class ModelFolder implements AutoCloseable {
    static final String INDEX_FILE = "model_index.json";
    private static final String DEFAULTS_FILE = "wavemesh.json";
    private static final String SCHEDULER_FILE = "scheduler/scheduler_config.json";
    private static final String PIPELINE_PREFIX = "StableDiffusionXL";

    private final Path path;
    private final Optional<String> variant;
    private final Map<String, Object> index;
    private final Map<String, Object> schedulerConfig;
    private final Map<Component, Map<String, Object>> configs = new EnumMap<>(Component.class);
    private final Map<Component, Weights> weights = new EnumMap<>(Component.class);
    private final Defaults defaults;

    private ModelFolder(Path path, Optional<String> variant) {
        this.path = path;
        this.variant = variant;
        this.index = JsonFile.read(path.resolve(INDEX_FILE));
        if (!(index.get("_class_name") instanceof String name) || !name.startsWith(PIPELINE_PREFIX)) {
            throw new ModelFolderException(
                    path.resolve(INDEX_FILE), "is not a " + PIPELINE_PREFIX + " pipeline (_class_name)");
        }
        for (Component component : Component.values()) {
            configs.put(component, JsonFile.read(configFile(component)));
        }
        this.schedulerConfig = JsonFile.read(path.resolve(SCHEDULER_FILE));
        Path own = path.resolve(DEFAULTS_FILE);
        this.defaults = new Defaults(own, "", Files.exists(own) ? JsonFile.read(own) : Map.of());
    }

    /**
     * Opens a model folder with the plain weights, or the only variant that there is. Files that its {@code SHA256SUMS} lists, if
     * it has one, are compared with it.
     *
     * @throws ModelFolderException if a part is missing or broken
     */
    public static ModelFolder open(Path folder) {
        return open(folder, Optional.empty());
    }

    /**
     * Opens a model folder.
     *
     * @param folder a diffusers folder, a Hugging Face snapshot or cache entry
     * @param variant preferred variant of the weights such as {@code fp16} (files {@code *.fp16.safetensors}); a
     *     component without it falls back to its plain weights
     * @throws ModelFolderException if a part is missing or broken, or no component has the variant
     */
    public static ModelFolder open(Path folder, Optional<String> variant) {
        if (!Files.isDirectory(folder)) {
            throw new ModelFolderException(folder, Files.exists(folder) ? "is not a folder" : "no such folder");
        }
        ModelFolder opened =
                new ModelFolder(HubCache.snapshot(folder.toAbsolutePath().normalize()), variant);
        opened.checkVariants();
        Checksums.verify(opened.path);
        return opened;
    }

    private void checkVariants() {
        boolean found = variant.isEmpty();
        for (Component component : Component.values()) {
            WeightFiles files = WeightFiles.in(path.resolve(component.folder()), component);
            files.choose(variant);
            found |= variant.isPresent() && files.has(variant.get());
        }
        if (!found) {
            throw new ModelFolderException(path, "has no weights of the variant " + variant.get());
        }
    }

    /** The folder with {@code model_index.json}; absolute, may contain links. */
    public Path path() {
        return path;
    }

    /** {@code model_index.json}. */
    public Map<String, Object> index() {
        return index;
    }

    /** A component's {@code config.json}. */
    public Map<String, Object> config(Component component) {
        return configs.get(component);
    }

    /** {@code scheduler/scheduler_config.json}. */
    public Map<String, Object> schedulerConfig() {
        return schedulerConfig;
    }

    /**
     * The scheduler's noise levels and settings.
     *
     * @throws ModelFolderException if one is out of range or not supported
     */
    public Scheduler scheduler() {
        return ofScheduler(Scheduler::of);
    }

    /**
     * The noise levels of training.
     *
     * @throws ModelFolderException if a setting of them is out of range or not supported
     */
    public NoiseSchedule noiseSchedule() {
        return ofScheduler(NoiseSchedule::of);
    }

    /**
     * The rule that the model asks for.
     *
     * @throws ModelFolderException if it is none of those that there are
     */
    public SchedulerKind schedulerKind() {
        return ofScheduler(SchedulerKind::of);
    }

    private <T> T ofScheduler(Function<Map<String, Object>, T> reading) {
        try {
            return reading.apply(schedulerConfig);
        } catch (IllegalArgumentException e) {
            throw new ModelFolderException(path.resolve(SCHEDULER_FILE), e.getMessage(), e);
        }
    }

    /** Whether a missing negative prompt means zero embeddings ({@code force_zeros_for_empty_prompt}; default yes). */
    public boolean forceZerosForEmptyPrompt() {
        return !Boolean.FALSE.equals(index.get("force_zeros_for_empty_prompt"));
    }

    /** The model's own defaults ({@code wavemesh.json}); empty where the folder has none. */
    public Defaults defaults() {
        return defaults;
    }

    /**
     * The UNet's shape.
     *
     * @throws io.wavemesh.sdxl.network.NetworkConfigException if it is not SDXL-shaped
     */
    public UNetConfig unetConfig() {
        return UNetConfig.from(fields(Component.UNET));
    }

    /**
     * The autoencoder's shape.
     *
     * @throws io.wavemesh.sdxl.network.NetworkConfigException if it is not SDXL-shaped
     */
    public AutoencoderConfig vaeConfig() {
        return AutoencoderConfig.from(fields(Component.VAE));
    }

    /**
     * A text encoder's shape.
     *
     * @param encoder {@link Component#TEXT_ENCODER} or {@link Component#TEXT_ENCODER_2}
     * @throws io.wavemesh.sdxl.network.NetworkConfigException if it is not CLIP-shaped
     */
    public ClipTextConfig textConfig(Component encoder) {
        return ClipTextConfig.from(fields(encoder));
    }

    private ConfigFields fields(Component component) {
        return new ConfigFields(config(component), configFile(component).toString());
    }

    private Path configFile(Component component) {
        return path.resolve(component.folder()).resolve("config.json");
    }

    /** The folder of the first tokenizer. */
    public Path tokenizer() {
        return path.resolve("tokenizer");
    }

    /** The folder of the second tokenizer, which pads with "!". */
    public Path tokenizer2() {
        return path.resolve("tokenizer_2");
    }

    /**
     * A component's weights, mapped on first use and shared from then on. They are complete: every weight that the
     * network of the component's config.json looks up is there in its shape.
     *
     * @throws ModelFolderException if a weights file is missing or broken, or a weight is missing or has another shape
     * @throws io.wavemesh.sdxl.network.NetworkConfigException if the config.json is not SDXL-shaped
     */
    public synchronized Weights weights(Component component) {
        Weights open = weights.get(component);
        if (open == null) {
            Map<String, List<Long>> required = requiredWeights(component);
            open = Weights.open(path.resolve(component.folder()), component, variant);
            try {
                open.require(required);
            } catch (ModelFolderException e) {
                open.close();
                throw e;
            }
            weights.put(component, open);
        }
        return open;
    }

    private Map<String, List<Long>> requiredWeights(Component component) {
        return switch (component) {
            case UNET -> RequiredWeights.of(unetConfig());
            case VAE -> RequiredWeights.of(vaeConfig());
            case TEXT_ENCODER, TEXT_ENCODER_2 -> RequiredWeights.of(textConfig(component));
        };
    }

    /**
     * A cheap identity of the model and variant: SHA-256 over all configurations and, of each weights file, its size,
     * beginning and 64 samples. Does not depend on where the folder lies. Fp16 and fp32 files of one model differ.
     *
     * @return 64 hexadecimal digits
     */
    public String contentHash() {
        ContentHash hash = new ContentHash();
        hash.add(SCHEDULER_FILE, JsonFile.bytes(path.resolve(SCHEDULER_FILE)));
        for (Component component : Component.values()) {
            hash.add(component.folder(), JsonFile.bytes(configFile(component)));
            weights(component).files().forEach(file -> hash.addSamples("weights", file));
        }
        return hash.hex();
    }

    @Override
    public synchronized void close() {
        weights.values().forEach(Weights::close);
        weights.clear();
    }
}
