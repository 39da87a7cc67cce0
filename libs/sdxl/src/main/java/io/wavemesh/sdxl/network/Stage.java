package io.wavemesh.sdxl.network;

/**
 * A piece of the UNet small enough to be recomputed alone. The hidden state flows from stage to stage; what jumps over stages
 * (skip connections and the residuals of transformers) goes through one stack.
 */
public sealed interface Stage {

    /** The module path of what the stage computes, unique in the network. */
    String module();

    /** How the stage uses the top of the stack. */
    default Use top() {
        return Use.NONE;
    }

    /** What the stage puts on the stack. */
    default Push push() {
        return Push.NONE;
    }

    /**
     * Computes the stage.
     *
     * @param h hidden state, [B, C, H, W] or, inside a transformer, [B, H · W, C]
     * @param top the stack's top where {@link #top()} is not NONE, else null
     * @param embedding activated embedding of time and sizes, [B, 4 · channels of the first level]
     * @param context text, [B, 77, contextWidth]
     */
    <T> T apply(Ops<T> ops, T h, T top, T embedding, T context);

    /** How a stage uses the stack's top. */
    enum Use {
        /** Not at all. */
        NONE,
        /** Only its height and width; it stays. */
        PEEK,
        /** As an operand; it is taken off. */
        POP
    }

    /** What a stage puts on the stack. */
    enum Push {
        NONE,
        INPUT,
        OUTPUT
    }

    /** Latents to features. */
    record ConvIn(int in, int out) implements Stage {
        @Override
        public String module() {
            return "conv_in";
        }

        @Override
        public Push push() {
            return Push.OUTPUT;
        }

        @Override
        public <T> T apply(Ops<T> ops, T h, T top, T embedding, T context) {
            return ops.label(module(), ops.conv2d(h, module(), Convolution.same3(in, out)));
        }
    }

    /** A residual block; on the way up it first joins the skip connection. */
    record Residual(ResnetBlock block, Use top, Push push) implements Stage {
        @Override
        public String module() {
            return block.module();
        }

        @Override
        public <T> T apply(Ops<T> ops, T h, T top, T embedding, T context) {
            return block.apply(ops, top == null ? h : ops.concatChannels(h, top), embedding);
        }
    }

    /** Entry of a transformer: picture to token sequence; the input is kept as the residual. */
    record TransformerEntry(String transformer, int channels, int groups) implements Stage {
        private static final double EPS = 1e-6;

        @Override
        public String module() {
            return transformer + ".proj_in";
        }

        @Override
        public Push push() {
            return Push.INPUT;
        }

        @Override
        public <T> T apply(Ops<T> ops, T h, T top, T embedding, T context) {
            T normed = ops.groupNorm(h, transformer + ".norm", groups, channels, EPS, Activation.NONE);
            return ops.linear(ops.tokens(normed), module(), channels, channels, true);
        }
    }

    /** Self-attention, cross-attention and feed-forward over the token sequence. */
    record Transformer(TransformerBlock block) implements Stage {
        @Override
        public String module() {
            return block.module();
        }

        @Override
        public <T> T apply(Ops<T> ops, T h, T top, T embedding, T context) {
            return block.apply(ops, h, context);
        }
    }

    /** Exit of a transformer: token sequence to picture, plus the residual. */
    record TransformerExit(String transformer, int channels, Push push) implements Stage {
        @Override
        public String module() {
            return transformer + ".proj_out";
        }

        @Override
        public Use top() {
            return Use.POP;
        }

        @Override
        public <T> T apply(Ops<T> ops, T h, T top, T embedding, T context) {
            T picture = ops.image(ops.linear(h, module(), channels, channels, true), top);
            return ops.label(transformer, ops.add(picture, top));
        }
    }

    /** Halves height and width. */
    record Downsample(String module, int channels) implements Stage {
        @Override
        public Push push() {
            return Push.OUTPUT;
        }

        @Override
        public <T> T apply(Ops<T> ops, T h, T top, T embedding, T context) {
            Convolution halving = new Convolution(channels, channels, 3, 2, 1, 1);
            return ops.label(module, ops.conv2d(h, module + ".conv", halving));
        }
    }

    /** Enlarges to the size of the skip connection that comes next. */
    record Upsample(String module, int channels) implements Stage {
        @Override
        public Use top() {
            return Use.PEEK;
        }

        @Override
        public <T> T apply(Ops<T> ops, T h, T top, T embedding, T context) {
            T enlarged = ops.upsampleTo(h, top);
            return ops.label(module, ops.conv2d(enlarged, module + ".conv", Convolution.same3(channels, channels)));
        }
    }

    /** Features to the prediction. */
    record ConvOut(int in, int out, int groups, double eps) implements Stage {
        @Override
        public String module() {
            return "conv_out";
        }

        @Override
        public <T> T apply(Ops<T> ops, T h, T top, T embedding, T context) {
            T normed = ops.groupNorm(h, "conv_norm_out", groups, in, eps, Activation.SILU);
            return ops.conv2d(normed, module(), Convolution.same3(in, out));
        }
    }
}
