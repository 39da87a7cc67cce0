package io.wavemesh.sdxl.network;

import io.wavemesh.sdxl.network.Stage.Push;
import io.wavemesh.sdxl.network.Stage.Use;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * SDXL's denoising network, as a list of stages between an embedding and a stack of skip connections.
 *
 * <p>Source: diffusers' UNet2DConditionModel with {@code addition_embed_type} "text_time".
 */
public final class UNet {

    private final UNetConfig config;
    private final List<Stage> stages;

    public UNet(UNetConfig config) {
        this.config = config;
        this.stages = List.copyOf(new Layout(config).stages());
    }

    public UNetConfig config() {
        return config;
    }

    /** The stages in the order of the forward pass. */
    public List<Stage> stages() {
        return stages;
    }

    /**
     * The activated embedding of time, pooled text and sizes that all residual blocks share.
     *
     * @param timestep [B]
     * @param textEmbeds [B, pooledWidth]
     * @param timeIds [B, 6]
     * @return [B, embeddingWidth]
     */
    public <T> T embedding(Ops<T> ops, T timestep, T textEmbeds, T timeIds) {
        int width = config.embeddingWidth();
        T time = ops.sinusoids(timestep, config.channels().get(0), config.frequencyShift());
        time = perceptron(ops, "time_embedding", time, config.channels().get(0), width);
        T sizes = ops.sinusoids(timeIds, config.timeIdWidth(), config.frequencyShift());
        int added = config.pooledWidth() + UNetConfig.TIME_IDS * config.timeIdWidth();
        T augmented = perceptron(ops, "add_embedding", ops.concatLast(textEmbeds, sizes), added, width);
        return ops.activation(ops.add(time, augmented), Activation.SILU);
    }

    /**
     * The whole forward pass.
     *
     * @param sample noisy latents [B, inChannels, h, w]
     * @param timestep [B]
     * @param context text [B, 77, contextWidth]
     * @return the prediction [B, outChannels, h, w]
     */
    public <T> T forward(Ops<T> ops, T sample, T timestep, T context, T textEmbeds, T timeIds) {
        T embedding = embedding(ops, timestep, textEmbeds, timeIds);
        Deque<T> stack = new ArrayDeque<>();
        T h = sample;
        for (Stage stage : stages) {
            T top =
                    switch (stage.top()) {
                        case NONE -> null;
                        case PEEK -> stack.peek();
                        case POP -> stack.pop();
                    };
            T input = h;
            h = stage.apply(ops, h, top, embedding, context);
            switch (stage.push()) {
                case NONE -> {}
                case INPUT -> stack.push(input);
                case OUTPUT -> stack.push(h);
            }
        }
        return h;
    }

    private static <T> T perceptron(Ops<T> ops, String module, T x, int in, int out) {
        T h = ops.activation(ops.linear(x, module + ".linear_1", in, out, true), Activation.SILU);
        return ops.label(module, ops.linear(h, module + ".linear_2", out, out, true));
    }

    /** Lays the stages out: down, middle, up. */
    private static final class Layout {
        private final UNetConfig config;
        private final List<Stage> stages = new ArrayList<>();
        private final Deque<Integer> skipChannels = new ArrayDeque<>();

        Layout(UNetConfig config) {
            this.config = config;
        }

        List<Stage> stages() {
            int first = config.channels().get(0);
            stages.add(new Stage.ConvIn(config.inChannels(), first));
            skipChannels.push(first);
            int channels = first;
            for (int level = 0; level <= config.lowest(); level++) {
                channels = down(level, channels);
            }
            middle(channels);
            for (int level = config.lowest(); level >= 0; level--) {
                channels = up(level, channels);
            }
            stages.add(new Stage.ConvOut(first, config.outChannels(), config.normGroups(), config.normEps()));
            return stages;
        }

        private int down(int level, int in) {
            String block = "down_blocks." + level;
            int out = config.channels().get(level);
            boolean attends = config.attends().get(level);
            for (int layer = 0; layer < config.layersPerBlock(); layer++) {
                ResnetBlock resnet = resnet(block + ".resnets." + layer, layer == 0 ? in : out, out);
                stages.add(new Stage.Residual(resnet, Use.NONE, attends ? Push.NONE : Push.OUTPUT));
                if (attends) {
                    transformer(block + ".attentions." + layer, level, Push.OUTPUT);
                }
                skipChannels.push(out);
            }
            if (level < config.lowest()) {
                stages.add(new Stage.Downsample(block + ".downsamplers.0", out));
                skipChannels.push(out);
            }
            return out;
        }

        private void middle(int channels) {
            stages.add(new Stage.Residual(resnet("mid_block.resnets.0", channels, channels), Use.NONE, Push.NONE));
            transformer("mid_block.attentions.0", config.lowest(), Push.NONE);
            stages.add(new Stage.Residual(resnet("mid_block.resnets.1", channels, channels), Use.NONE, Push.NONE));
        }

        private int up(int level, int in) {
            String block = "up_blocks." + (config.lowest() - level);
            int out = config.channels().get(level);
            for (int layer = 0; layer <= config.layersPerBlock(); layer++) {
                int joined = (layer == 0 ? in : out) + skipChannels.pop();
                stages.add(new Stage.Residual(resnet(block + ".resnets." + layer, joined, out), Use.POP, Push.NONE));
                if (config.attends().get(level)) {
                    transformer(block + ".attentions." + layer, level, Push.NONE);
                }
            }
            if (level > 0) {
                stages.add(new Stage.Upsample(block + ".upsamplers.0", out));
            }
            return out;
        }

        private void transformer(String module, int level, Push push) {
            int channels = config.channels().get(level);
            stages.add(new Stage.TransformerEntry(module, channels, config.normGroups()));
            for (int layer = 0; layer < config.transformerLayers().get(level); layer++) {
                stages.add(new Stage.Transformer(new TransformerBlock(
                        module + ".transformer_blocks." + layer,
                        channels,
                        config.heads().get(level),
                        config.contextWidth())));
            }
            stages.add(new Stage.TransformerExit(module, channels, push));
        }

        private ResnetBlock resnet(String module, int in, int out) {
            return new ResnetBlock(module, in, out, config.embeddingWidth(), config.normGroups(), config.normEps());
        }
    }
}
