package io.wavemesh.sdxl.onnx;

import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.model.Weights;
import io.wavemesh.sdxl.network.AutoencoderConfig;
import io.wavemesh.sdxl.network.AutoencoderKl;
import io.wavemesh.sdxl.network.ClipTextConfig;
import io.wavemesh.sdxl.network.ClipTextEncoder;
import io.wavemesh.sdxl.network.ConfigFields;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.network.UNetConfig;
import io.wavemesh.sdxl.reference.NetworkCosts;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The networks of a model folder as ONNX graphs over the folder's own weight files. A graph has some hundred kilobytes and is
 * built in about a second for SDXL. Throws {@link IllegalArgumentException} kinds with one-line messages if configuration or
 * weights do not fit.
 */
public final class OnnxNetworks {
    private final ModelFolder folder;
    private final Dialect dialect;
    private final Function<Weights, WeightSource> sources;

    /** Graphs over the folder's own files. */
    public OnnxNetworks(ModelFolder folder, Dialect dialect) {
        this(folder, dialect, ExternalWeights::inPlace);
    }

    /** Graphs over the same files under other names. */
    OnnxNetworks(ModelFolder folder, Dialect dialect, Function<Weights, WeightSource> sources) {
        this.folder = folder;
        this.dialect = dialect;
        this.sources = sources;
    }

    /**
     * A text encoder: {@code input_ids} int64 [B, S] to the last but one hidden state {@code hidden_states.N}, then
     * {@code last_hidden_state}, both [B, S, width], then {@code pooler_output} [B, width] or, of an encoder with a projection,
     * {@code text_embeds} [B, projected width].
     */
    public OnnxGraph textEncoder(Component component, Precision precision) {
        ClipTextEncoder network = new ClipTextEncoder(ClipTextConfig.from(config(component)));
        Emission emission = emission(component, precision, List.of());
        emission.textEncoder(network);
        return emission.finish();
    }

    /** The VAE's decoder: {@code latent_sample} [B, C, h, w], already divided by the scaling factor, to {@code sample}. */
    public OnnxGraph vaeDecoder(Precision precision) {
        Emission emission = emission(Component.VAE, precision, List.of());
        emission.vaeDecoder(autoencoder());
        return emission.finish();
    }

    /** The VAE's encoder: {@code sample} [B, 3, H, W] to {@code latent_parameters}: means, then log variances. */
    public OnnxGraph vaeEncoder(Precision precision) {
        Emission emission = emission(Component.VAE, precision, List.of());
        emission.vaeEncoder(autoencoder());
        return emission.finish();
    }

    /**
     * One call of the UNet: {@code sample}, {@code timestep} int64 [B], {@code encoder_hidden_states}, {@code text_embeds},
     * {@code time_ids} to {@code out_sample}, with adapter inputs for the given linear modules.
     */
    public OnnxGraph unet(Precision precision, Predicate<String> targets) {
        UNet network = unetNetwork();
        Emission emission = emission(Component.UNET, precision, layers(network, targets));
        emission.unet(network);
        return emission.finish();
    }

    /**
     * As {@link #unet(Precision, Predicate)} without adapter inputs, with further outputs: the outputs of inner modules such as
     * {@code down_blocks.1.attentions.0}, for locating a mismatch.
     *
     * @throws OnnxGraphException if the network does not name one of them
     */
    public OnnxGraph unetExposing(Precision precision, Collection<String> modules) {
        Emission emission = emission(Component.UNET, precision, List.of());
        emission.unet(unetNetwork());
        emission.expose(modules);
        return emission.finish();
    }

    /**
     * Denoising over several steps, the adapter merged once before them; see {@link DenoisingGraph} for inputs and outputs.
     *
     * @param targets which linear modules get adapter inputs
     */
    public OnnxGraph denoising(Precision precision, Predicate<String> targets) {
        UNet network = unetNetwork();
        Emission emission = emission(Component.UNET, precision, layers(network, targets));
        emission.denoising(network);
        return emission.finish();
    }

    private Emission emission(Component component, Precision precision, List<TargetLayer> targets) {
        Weights weights = folder.weights(component);
        return new Emission(weights, sources.apply(weights), dialect, precision, targets);
    }

    private static List<TargetLayer> layers(UNet network, Predicate<String> targets) {
        return NetworkCosts.linearLayers(network).entrySet().stream()
                .filter(layer -> targets.test(layer.getKey()))
                .map(layer -> new TargetLayer(
                        layer.getKey(), layer.getValue().out(), layer.getValue().in()))
                .toList();
    }

    /** The UNet's configuration. */
    public UNetConfig unetConfig() {
        return UNetConfig.from(config(Component.UNET));
    }

    /** The VAE's configuration. */
    public AutoencoderConfig autoencoderConfig() {
        return AutoencoderConfig.from(config(Component.VAE));
    }

    private UNet unetNetwork() {
        return new UNet(unetConfig());
    }

    private AutoencoderKl autoencoder() {
        return new AutoencoderKl(autoencoderConfig());
    }

    private ConfigFields config(Component component) {
        return new ConfigFields(folder.config(component), component.folder() + "/config.json");
    }
}
