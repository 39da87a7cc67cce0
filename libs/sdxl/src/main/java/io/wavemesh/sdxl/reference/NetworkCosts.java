package io.wavemesh.sdxl.reference;

import io.wavemesh.sdxl.network.AutoencoderKl;
import io.wavemesh.sdxl.network.ClipTextEncoder;
import io.wavemesh.sdxl.network.Stage;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.network.UNetConfig;
import io.wavemesh.sdxl.reference.StepCostOps.Traced;
import io.wavemesh.waveft.LayerShape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The cost of each network of SDXL, and its linear layers. */
public final class NetworkCosts {
    private static final int PROMPT_LENGTH = 77;

    private NetworkCosts() {}

    /**
     * One forward pass of the UNet.
     *
     * @param batch samples, counting both halves of classifier-free guidance
     * @param latentHeight height in latents
     * @param latentWidth width in latents
     */
    public static Cost unet(UNet network, int batch, int latentHeight, int latentWidth) {
        CostOps ops = new CostOps();
        forward(network, ops, batch, latentHeight, latentWidth);
        return ops.cost();
    }

    /**
     * One optimizer step of the UNet.
     *
     * @param batch pictures
     * @param latentHeight height in latents
     * @param latentWidth width in latents
     * @param trained which linear layers are trained, by module path
     */
    public static StepCost unetStep(
            UNet network, int batch, int latentHeight, int latentWidth, Predicate<String> trained) {
        UNetConfig config = network.config();
        StepCostOps ops = new StepCostOps(trained);
        network.forward(
                ops,
                Traced.input(batch, config.inChannels(), latentHeight, latentWidth),
                Traced.input(batch),
                Traced.input(batch, PROMPT_LENGTH, config.contextWidth()),
                Traced.input(batch, config.pooledWidth()),
                Traced.input(batch, UNetConfig.TIME_IDS));
        return ops.cost();
    }

    /** The UNet's linear layers by module path, in the order of the forward pass: what adapters may target. */
    public static Map<String, LayerShape> linearLayers(UNet network) {
        CostOps ops = new CostOps();
        int side = network.config().sampleSize();
        forward(network, ops, 1, side, side);
        return ops.linearLayers();
    }

    private static void forward(UNet network, CostOps ops, int batch, int height, int width) {
        UNetConfig config = network.config();
        network.forward(
                ops,
                Extents.of(batch, config.inChannels(), height, width),
                Extents.of(batch),
                Extents.of(batch, PROMPT_LENGTH, config.contextWidth()),
                Extents.of(batch, config.pooledWidth()),
                Extents.of(batch, UNetConfig.TIME_IDS));
    }

    /** Each stage of a forward pass, in order; the embedding before them is left out. */
    public static List<StageCost> stages(UNet network, int batch, int latentHeight, int latentWidth) {
        UNetConfig config = network.config();
        Extents embedding = Extents.of(batch, config.embeddingWidth());
        Extents context = Extents.of(batch, PROMPT_LENGTH, config.contextWidth());
        Extents h = Extents.of(batch, config.inChannels(), latentHeight, latentWidth);
        Deque<Extents> stack = new ArrayDeque<>();
        List<StageCost> costs = new ArrayList<>();
        for (Stage stage : network.stages()) {
            CostOps ops = new CostOps();
            Extents top = stage.top() == Stage.Use.NONE ? null : stack.peek();
            if (stage.top() == Stage.Use.POP) {
                stack.pop();
            }
            Extents input = h;
            h = stage.apply(ops, input, top, embedding, context);
            if (stage.push() != Stage.Push.NONE) {
                stack.push(stage.push() == Stage.Push.INPUT ? input : h);
            }
            Cost cost = ops.cost();
            costs.add(new StageCost(stage.module(), cost.operations(), cost.activations(), h.size()));
        }
        return costs;
    }

    /** One prompt of 77 tokens through a text encoder. */
    public static Cost textEncoder(ClipTextEncoder network) {
        CostOps ops = new CostOps();
        network.encode(ops, Extents.of(1, PROMPT_LENGTH));
        return ops.cost();
    }

    /** One picture through the encoder. */
    public static Cost encoder(AutoencoderKl network, int heightPixels, int widthPixels) {
        CostOps ops = new CostOps();
        network.encode(ops, Extents.of(1, network.config().pictureChannels(), heightPixels, widthPixels));
        return ops.cost();
    }

    /** One picture out of the decoder. */
    public static Cost decoder(AutoencoderKl network, int heightPixels, int widthPixels) {
        CostOps ops = new CostOps();
        int factor = network.config().factor();
        int channels = network.config().latentChannels();
        network.decode(ops, Extents.of(1, channels, heightPixels / factor, widthPixels / factor));
        return ops.cost();
    }
}
