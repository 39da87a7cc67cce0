package io.wavemesh.sdxl.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.wavemesh.sdxl.network.Activation;
import io.wavemesh.sdxl.network.Convolution;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Interprets a network for ONNX Runtime's CUDA provider. Pictures are [B, H, W, C] inside, as its convolutions and group norms
 * want them. Biases and residuals are not added where they arise but handed on as an open sum, since the next
 * normalization adds them in the same pass over memory.
 *
 * <p>Source: ONNX Runtime's ContribOperators.md and the CUDA kernels' checks of sizes.
 */
final class CudaOps extends OnnxOps {
    /** Widths that BiasSplitGelu has kernels for. */
    private static final Set<Integer> SPLIT_GELU_WIDTHS = Set.of(2560, 5120, 6144, 10240, 12288);

    private final Map<Value, Sum> sums = new HashMap<>();
    private final Map<Value, Value> done = new HashMap<>();

    /**
     * base + bias + skip, not added yet.
     *
     * @param bias [C], or null
     * @param skip of the base's shape, or [B, C] for a picture, or null
     */
    private record Sum(Value base, Value bias, Value skip) {
        boolean hasWholeSkip() {
            return skip != null && skip.rank() == base.rank();
        }
    }

    CudaOps(GraphBuilder graph, ElementType arithmetic, AdapterInputs adapter) {
        super(graph, arithmetic, adapter);
    }

    @Override
    Value entering(Value picture) {
        return forms.transpose(picture, 0, 2, 3, 1);
    }

    @Override
    Value leaving(Value value) {
        Value whole = whole(value);
        return whole.rank() == 4 ? forms.transpose(whole, 0, 3, 1, 2) : whole;
    }

    @Override
    Value whole(Value value) {
        Sum sum = sums.get(value);
        if (sum == null) {
            return value;
        }
        return done.computeIfAbsent(value, unseen -> added(sum));
    }

    private Value added(Sum sum) {
        if (sum.bias() != null && sum.hasWholeSkip() && sum.base().rank() == 3) {
            return node(Operator.MS_BIAS_ADD, 3, List.of(sum.base(), sum.bias(), sum.skip()));
        }
        Value total = sum.bias() == null ? sum.base() : super.add(sum.base(), sum.bias());
        if (sum.skip() == null) {
            return total;
        }
        return super.add(
                total,
                sum.hasWholeSkip() ? sum.skip() : node(Operator.UNSQUEEZE, 4, List.of(sum.skip(), graph.longs(1, 2))));
    }

    private Value open(Value base, Value bias, Value skip) {
        Value handle = graph.placeholder(base, skip == null ? base : skip);
        sums.put(handle, new Sum(base, bias, skip));
        return handle;
    }

    /** The value's sum if nobody has added it yet, else null. */
    private Sum pending(Value value) {
        return done.containsKey(value) ? null : sums.get(value);
    }

    /** The value as an open sum without a skip. */
    private Sum extensible(Value value) {
        Sum sum = pending(value);
        return sum != null && sum.skip() == null ? sum : new Sum(whole(value), null, null);
    }

    private Value both(Value biasA, Value biasB) {
        if (biasA == null || biasB == null) {
            return biasA == null ? biasB : biasA;
        }
        // in fp32: constants are folded by the CPU's operators, which do not add in 16 bits
        Value sum = graph.node(Operator.ADD, ElementType.FLOAT, 1, List.of(single(biasA), single(biasB)));
        return AdapterInputs.cast(graph, sum, arithmetic);
    }

    /** The launches are the same; the text's few products take a third of a millisecond. */
    @Override
    boolean emptyIsCheap() {
        return false;
    }

    @Override
    public Value linear(Value x, String module, int in, int out, boolean bias) {
        Value input = whole(x);
        Value y = adapter.covers(module) && adapter.projectsText(module)
                ? adapter.outOfOneProduct(module, weights -> product(input, weights))
                : product(input, weightFor(input, module, in, out));
        Value result = bias ? open(y, weight(module + ".bias", out), null) : y;
        widths.put(result, out);
        return result;
    }

    /** The layer's weight; of a higher rank than the input it would make a batch of products. */
    private Value weightFor(Value x, String module, int in, int out) {
        Value weight = weightOf(module, in, out);
        return weight.rank() > x.rank() ? forms.reshape(weight, 2, graph.longs(out, in)) : weight;
    }

    /** x · Wᵀ over the last axis of any rank, in one matrix product. */
    private Value product(Value x, Value weight) {
        return node(Operator.MS_FUSED_MAT_MUL, x.rank(), List.of(x, weight), Attribute.of("transB", 1));
    }

    @Override
    public Value conv2d(Value x, String module, Convolution shape) {
        int in = shape.inChannels();
        int out = shape.outChannels();
        int kernel = shape.kernel();
        Value bias = weight(module + ".bias", out);
        if (kernel == 1 && shape.stride() == 1 && shape.padStart() == 0 && shape.padEnd() == 0) {
            return open(product(whole(x), weight(module + ".weight", out, in)), bias, null);
        }
        Value weight = forms.transpose(weight(module + ".weight", out, in, kernel, kernel), 0, 2, 3, 1);
        Value y = node(Operator.MS_NHWC_CONV, 4, List.of(whole(x), weight), convolution(shape));
        return open(y, bias, null);
    }

    @Override
    public Value groupNorm(Value x, String module, int groups, int channels, double eps, Activation then) {
        Value result = channels / groups % 2 == 0
                ? activation(
                        fusedGroupNorm(x, module, groups, channels, eps, then),
                        then == Activation.SILU ? Activation.NONE : then)
                : entering(super.groupNorm(leaving(x), module, groups, channels, eps, then));
        widths.put(result, channels);
        return result;
    }

    private Value fusedGroupNorm(Value x, String module, int groups, int channels, double eps, Activation then) {
        // the kernel takes them in fp32 only
        Value gamma = single(graph.weight(module + ".weight", channels));
        Value beta = single(graph.weight(module + ".bias", channels));
        AttributeProto[] attributes = {
            Attribute.of("activation", then == Activation.SILU ? 1 : 0),
            Attribute.of("groups", groups),
            Attribute.of("epsilon", eps),
            Attribute.of("channels_last", 1)
        };
        Sum sum = pending(x);
        if (sum == null || sum.skip() == null) {
            return node(Operator.MS_GROUP_NORM, 4, List.of(whole(x), gamma, beta), attributes);
        }
        List<Value> inputs = sum.bias() == null
                ? List.of(sum.base(), gamma, beta, sum.skip())
                : List.of(sum.base(), gamma, beta, sum.skip(), sum.bias());
        int outputs = sum.hasWholeSkip() ? 2 : 1;
        List<Value> normed = graph.nodes(Operator.MS_SKIP_GROUP_NORM, outputs, arithmetic, 4, inputs, attributes);
        if (outputs == 2) {
            done.put(x, normed.get(1));
        }
        return normed.get(0);
    }

    private Value single(Value parameter) {
        return AdapterInputs.cast(graph, parameter, ElementType.FLOAT);
    }

    @Override
    public Value layerNorm(Value x, String module, int channels, double eps) {
        Sum sum = pending(x);
        if (sum == null || !sum.hasWholeSkip() || x.rank() != 3) {
            return super.layerNorm(whole(x), module, channels, eps);
        }
        Value gamma = weight(module + ".weight", channels);
        Value beta = weight(module + ".bias", channels);
        List<Value> inputs = sum.bias() == null
                ? List.of(sum.base(), sum.skip(), gamma, beta)
                : List.of(sum.base(), sum.skip(), gamma, beta, sum.bias());
        List<Value> outputs = graph.nodes(
                Operator.MS_SKIP_LAYER_NORMALIZATION,
                GraphBuilder.outputs(true, false, false, true),
                arithmetic,
                3,
                inputs,
                List.of(Attribute.of("epsilon", eps)));
        done.put(x, outputs.get(3));
        return outputs.get(0);
    }

    @Override
    public Value activation(Value x, Activation kind) {
        return super.activation(whole(x), kind);
    }

    @Override
    public Value geglu(Value x, String module, int in, int inner) {
        if (!SPLIT_GELU_WIDTHS.contains(2 * inner) || x.rank() != 3) {
            return super.geglu(x, module, in, inner);
        }
        Value both = product(whole(x), weightFor(x, module, in, 2 * inner));
        return node(Operator.MS_BIAS_SPLIT_GELU, 3, List.of(both, weight(module + ".bias", 2 * inner)));
    }

    @Override
    public Value attention(Value q, Value k, Value v, int heads, boolean causal) {
        return node(
                Operator.MS_MULTI_HEAD_ATTENTION,
                3,
                List.of(whole(q), whole(k), whole(v)),
                Attribute.of("num_heads", heads),
                Attribute.of("unidirectional", causal ? 1 : 0));
    }

    @Override
    public Value add(Value a, Value b) {
        Sum left = extensible(a);
        Sum right = extensible(b);
        return open(left.base(), both(left.bias(), right.bias()), right.base());
    }

    @Override
    public Value addPerChannel(Value x, Value vector) {
        Sum sum = extensible(x);
        return open(sum.base(), sum.bias(), whole(vector));
    }

    @Override
    public Value concatChannels(Value a, Value b) {
        return forms.concat(3, whole(a), whole(b));
    }

    @Override
    public Value concatLast(Value a, Value b) {
        return super.concatLast(whole(a), whole(b));
    }

    @Override
    public Value upsampleTwice(Value x) {
        return resize(List.of(whole(x), graph.absent(), graph.floats(1, 2, 2, 1)));
    }

    @Override
    public Value upsampleTo(Value x, Value like) {
        Value small = whole(x);
        Value sizes = forms.joined(forms.sizes(small, 0, 1), forms.sizes(whole(like), 1, 3), forms.sizes(small, 3, 4));
        return resize(List.of(small, graph.absent(), graph.absent(), sizes));
    }

    @Override
    public Value tokens(Value x) {
        return forms.reshape(whole(x), 3, graph.longs(0, -1, widths.get(x)));
    }

    @Override
    public Value image(Value x, Value like) {
        Value sizes = forms.joined(forms.sizes(whole(like), 0, 3), graph.longs(-1));
        Sum sum = extensible(x);
        Value picture = forms.reshape(sum.base(), 4, sizes);
        return sum.bias() == null ? picture : open(picture, sum.bias(), null);
    }

    @Override
    public Value addPositions(Value x, String module, int rows, int width) {
        return super.addPositions(whole(x), module, rows, width);
    }

    @Override
    public Value rowAtGreatest(Value x, Value ids) {
        return super.rowAtGreatest(whole(x), ids);
    }
}
