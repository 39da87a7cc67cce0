package io.wavemesh.generation;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.model.TimeIds;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.onnx.AdapterGroup;
import io.wavemesh.sdxl.onnx.Dialect;
import io.wavemesh.sdxl.onnx.OnnxNetworks;
import io.wavemesh.sdxl.onnx.TargetLayer;
import io.wavemesh.sdxl.reference.NetworkCosts;
import io.wavemesh.sdxl.scheduler.ScheduleTable;
import io.wavemesh.sdxl.scheduler.Scheduler;
import io.wavemesh.waveft.DeltaMapCache;
import io.wavemesh.waveft.LayerShape;
import io.wavemesh.waveft.adapter.Adapter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Draws pictures with one base model. Each network is loaded once, when first needed (or by {@link #load}), and never again
 * whatever adapters come: they are inputs. The same request gives the same bits, whatever was drawn before.
 *
 * <p>One request at a time: the drawing methods wait for each other. {@link #prepare} may run beside them. The model folder is
 * read only and must stay open and unchanged until the engine is closed; the caller closes both, the engine first.
 */
public final class GenerationEngine implements AutoCloseable {
    private static final long MAP_CACHE_BYTES = 256L << 20;

    private final ModelFolder folder;
    private final EngineOptions options;
    private final OnnxNetworks networks;
    private final Scheduler scheduler;
    private final GenerationDefaults defaults;
    private final StartingNoise startingNoise;
    private final Map<String, LayerShape> linearLayers;
    private final DeltaMapCache maps = new DeltaMapCache(MAP_CACHE_BYTES);
    private final SharedPositions positions;
    private final LoadedNetworks loaded;
    private final Optional<PinnedMemory> pinned;

    private GenerationEngine(OrtEnvironment environment, ModelFolder folder, EngineOptions options) {
        this.folder = folder;
        this.options = options;
        this.networks = new OnnxNetworks(folder, options.cudaDevice().isPresent() ? Dialect.CUDA : Dialect.PORTABLE);
        this.scheduler = folder.scheduler();
        this.defaults = GenerationDefaults.of(folder);
        this.startingNoise = new StartingNoise(
                networks.unetConfig().inChannels(), networks.autoencoderConfig().factor());
        this.linearLayers = NetworkCosts.linearLayers(new UNet(networks.unetConfig()));
        this.loaded = new LoadedNetworks(environment, folder, networks, options);
        OptionalInt device = options.cudaDevice();
        this.pinned = device.isPresent() ? PinnedMemory.ofCuda(device.getAsInt()) : Optional.empty();
        this.positions = new SharedPositions(pinned);
    }

    /**
     * Makes an engine; no network is loaded yet.
     *
     * @throws IllegalArgumentException of several kinds, with one-line messages, if configuration or weights cannot be used
     */
    public static GenerationEngine open(ModelFolder folder, EngineOptions options) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "wavemesh");
        try {
            environment.setTelemetry(false);
        } catch (OrtException e) {
            throw new EngineFailureException("cannot switch telemetry off", e);
        }
        return new GenerationEngine(environment, folder, options);
    }

    /** What a request gets where it says nothing. */
    public GenerationDefaults defaults() {
        return defaults;
    }

    /** Both sides of a picture are multiples of this many pixels. */
    public int sizeMultiplePixels() {
        return networks.autoencoderConfig().factor();
    }

    /** The layers that adapters may change, as chosen by the options. */
    public List<TargetLayer> targets() {
        return groups().stream().flatMap(group -> group.layers().stream()).toList();
    }

    private List<AdapterGroup> groups() {
        return loaded.denoisingGraph().groups();
    }

    /** Loads all that {@link #generate} needs, so that the first request does not wait for it. */
    public synchronized void load() {
        loaded.textEncoders();
        loaded.denoiser();
        loaded.decoder();
    }

    /**
     * Makes an adapter ready to be used again and again.
     *
     * @throws IllegalArgumentException of several kinds, with one-line messages, if it does not fit the model or changes a
     *     layer that is none of {@link #targets}
     */
    public AdapterValues prepare(Adapter adapter) {
        adapter.requireFits(linearLayers);
        AdapterValues values = AdapterValues.of(adapter, groups(), maps, positions);
        return pinned.map(values::in).orElse(values);
    }

    /**
     * Draws.
     *
     * @throws GenerationException if the request does not fit the model
     * @throws GenerationCancelledException if the listener asks for it
     */
    public Generated generate(GenerationSpec spec, GenerationListener listener) {
        return generate(List.of(spec), listener);
    }

    /**
     * Draws several requests in one run, as one batch. Each image starts from the same noise as alone; its last bits may
     * depend on the number of images in the run.
     *
     * @param specs at least one, all with the same sampling, size and adapters
     * @return the images of all requests, in order
     * @throws GenerationException if the requests do not fit the model or each other
     * @throws GenerationCancelledException if the listener asks for it
     */
    public synchronized Generated generate(List<GenerationSpec> specs, GenerationListener listener) {
        GenerationSpec first = common(specs);
        Latents noise = Latents.together(specs.stream().map(startingNoise::of).toList());
        ScheduleTable schedule = scheduler.table(
                first.sampling().scheduler(),
                first.sampling().steps(),
                first.sampling().spacing());
        AdapterValues adapter = AdapterMix.of(groups(), first.adapters());
        Conditioning text =
                Conditioning.together(specs.stream().map(this::conditioning).toList());
        Latents latents = loaded.denoiser()
                .denoise(
                        new Denoiser.Job(
                                text, schedule, (float) first.sampling().guidanceScale(), adapter),
                        noise.times((float) schedule.initNoiseSigma()),
                        options.sliceSteps(),
                        listener);
        return new Generated(loaded.decoder().decode(latents), latents, first.size());
    }

    private static GenerationSpec common(List<GenerationSpec> specs) {
        if (specs.isEmpty()) {
            throw new GenerationException("there must be at least one request");
        }
        GenerationSpec first = specs.get(0);
        for (GenerationSpec spec : specs) {
            if (!spec.sampling().equals(first.sampling())
                    || !spec.size().equals(first.size())
                    || !spec.adapters().equals(first.adapters())) {
                throw new GenerationException("requests of one run must have the same sampling, size and adapters");
            }
        }
        return first;
    }

    private Conditioning conditioning(GenerationSpec spec) {
        EncodedPrompt positive = loaded.textEncoders().encode(spec.prompt());
        return Conditioning.of(
                spec.sampling().guided()
                        ? List.of(negative(spec.negativePrompt(), positive), positive)
                        : List.of(positive),
                TimeIds.of(spec.size().heightPixels(), spec.size().widthPixels()),
                spec.count());
    }

    /** Encodes a prompt, also an empty one. */
    public synchronized EncodedPrompt encodePrompt(String prompt) {
        return loaded.textEncoders().encode(prompt);
    }

    /**
     * One call of the UNet, apart from any denoising; loads a second copy of it when first used.
     *
     * @return the prediction, of the sample's height and width
     * @throws GenerationException if the inputs do not fit the model
     */
    public synchronized Latents predictNoise(UNetInputs inputs, List<WeightedAdapter> adapters) {
        inputs.requireFits(networks.unetConfig());
        return loaded.predictor().predict(inputs, AdapterMix.of(groups(), adapters));
    }

    /** Times a run of no step with alternating adapters, and a step; see {@link SwitchCost}. */
    synchronized SwitchCost switchCost(List<AdapterValues> adapters, int rounds) {
        EncodedPrompt text = loaded.textEncoders().encode("");
        Sampling sampling = defaults.sampling();
        PictureSize size = defaults.size();
        Latents noise = startingNoise.of(GenerationSpec.of("", sampling, size));
        Denoiser.Job job = new Denoiser.Job(
                Conditioning.of(List.of(text.zeros(), text), TimeIds.of(size.heightPixels(), size.widthPixels()), 1),
                scheduler.table(sampling.scheduler(), SwitchCost.STEPS, sampling.spacing()),
                (float) sampling.guidanceScale(),
                AdapterValues.none());
        return SwitchCost.of(loaded.denoiser(), job, noise, adapters, rounds);
    }

    private EncodedPrompt negative(Optional<String> prompt, EncodedPrompt positive) {
        if (prompt.isEmpty() && folder.forceZerosForEmptyPrompt()) {
            return positive.zeros();
        }
        return loaded.textEncoders().encode(prompt.orElse(""));
    }

    /** Waits for a request that is being served, then frees all networks. */
    @Override
    public synchronized void close() {
        loaded.close();
    }
}
