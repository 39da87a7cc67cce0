package io.wavemesh.sdxl.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.wavemesh.sdxl.network.Activation;
import io.wavemesh.sdxl.network.Convolution;
import io.wavemesh.sdxl.network.Ops;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Interprets a network as a graph of standard ONNX operators (operator set 20). Weights stay [out, in] as they lie in the
 * file; 16-bit ones are cast, which ONNX Runtime does once at load.
 */
class OnnxOps implements Ops<Value> {
    private static final float QUICK_GELU_SLOPE = 1.702f;
    private static final float MASKED = -Float.MAX_VALUE;

    final GraphBuilder graph;
    final ElementType arithmetic;
    final Forms forms;
    final AdapterInputs adapter;
    private final Map<String, Value> labels = new HashMap<>();
    final Map<Value, Integer> widths = new HashMap<>();

    OnnxOps(GraphBuilder graph, ElementType arithmetic, AdapterInputs adapter) {
        this.graph = graph;
        this.arithmetic = arithmetic;
        this.forms = new Forms(graph);
        this.adapter = adapter;
    }

    /** A picture [B, C, H, W] from outside in the form that pictures have inside. */
    Value entering(Value picture) {
        return picture;
    }

    /** A value from inside as others expect it; pictures become [B, C, H, W]. */
    Value leaving(Value value) {
        return value;
    }

    /** The value as a node's output, whatever is still to be done for it. */
    Value whole(Value value) {
        return value;
    }

    /** Outputs of modules by path, as far as the network names them. */
    Map<String, Value> labels() {
        return labels;
    }

    /** Whether tensors without elements save the work on them: then a run of no step computes nothing of the text. */
    boolean emptyIsCheap() {
        return true;
    }

    @Override
    public Value linear(Value x, String module, int in, int out, boolean bias) {
        Value weight = weightOf(module, in, out);
        Value rows = x.rank() == 2 ? x : forms.reshape(x, 2, graph.longs(-1, in));
        List<Value> inputs = bias ? List.of(rows, weight, weight(module + ".bias", out)) : List.of(rows, weight);
        Value y = node(Operator.GEMM, 2, inputs, Attribute.of("transB", 1));
        Value result =
                x.rank() == 2 ? y : forms.reshapeExactly(y, 3, forms.joined(forms.sizes(x, 0, 2), graph.longs(out)));
        widths.put(result, out);
        return result;
    }

    /** A linear layer's weight, with what the adapter adds, [out, in]. */
    Value weightOf(String module, int in, int out) {
        return adapter.covers(module) ? adapter.merged(module) : weight(module + ".weight", out, in);
    }

    @Override
    public Value conv2d(Value x, String module, Convolution shape) {
        int kernel = shape.kernel();
        Value weight = weight(module + ".weight", shape.outChannels(), shape.inChannels(), kernel, kernel);
        Value bias = weight(module + ".bias", shape.outChannels());
        return node(Operator.CONV, 4, List.of(x, weight, bias), convolution(shape));
    }

    static AttributeProto[] convolution(Convolution shape) {
        return new AttributeProto[] {
            Attribute.of("kernel_shape", new long[] {shape.kernel(), shape.kernel()}),
            Attribute.of("strides", new long[] {shape.stride(), shape.stride()}),
            Attribute.of("pads", new long[] {shape.padStart(), shape.padStart(), shape.padEnd(), shape.padEnd()})
        };
    }

    @Override
    public Value groupNorm(Value x, String module, int groups, int channels, double eps, Activation then) {
        Value grouped = forms.reshape(x, 3, graph.longs(0, groups, -1));
        Value ones = vector(groups, 1);
        Value normed = node(
                Operator.INSTANCE_NORMALIZATION,
                3,
                List.of(grouped, ones, vector(groups, 0)),
                Attribute.of("epsilon", eps));
        Value picture = forms.reshape(normed, 4, forms.sizes(x, 0, 4));
        Value scaled = node(Operator.MUL, 4, List.of(picture, weight(module + ".weight", channels, 1, 1)));
        return activation(node(Operator.ADD, 4, List.of(scaled, weight(module + ".bias", channels, 1, 1))), then);
    }

    @Override
    public Value layerNorm(Value x, String module, int channels, double eps) {
        return node(
                Operator.LAYER_NORMALIZATION,
                x.rank(),
                List.of(x, weight(module + ".weight", channels), weight(module + ".bias", channels)),
                Attribute.of("axis", -1),
                Attribute.of("epsilon", eps));
    }

    @Override
    public Value activation(Value x, Activation kind) {
        return switch (kind) {
            case NONE -> x;
            case SILU -> node(Operator.MUL, x.rank(), List.of(x, node(Operator.SIGMOID, x.rank(), List.of(x))));
            case GELU -> node(Operator.GELU, x.rank(), List.of(x));
            case QUICK_GELU -> {
                Value steeper = node(Operator.MUL, x.rank(), List.of(x, number(QUICK_GELU_SLOPE)));
                yield node(Operator.MUL, x.rank(), List.of(x, node(Operator.SIGMOID, x.rank(), List.of(steeper))));
            }
        };
    }

    @Override
    public Value geglu(Value x, String module, int in, int inner) {
        Value both = whole(linear(x, module, in, 2 * inner, true));
        List<Value> halves = graph.nodes(
                Operator.SPLIT,
                2,
                both.type(),
                both.rank(),
                List.of(both),
                Attribute.of("axis", -1),
                Attribute.of("num_outputs", 2));
        Value gate = activation(halves.get(1), Activation.GELU);
        return node(Operator.MUL, x.rank(), List.of(halves.get(0), gate));
    }

    @Override
    public Value attention(Value q, Value k, Value v, int heads, boolean causal) {
        int headWidth = widths.get(q) / heads;
        Value queries = split(q, heads, headWidth, 0, 2, 1, 3);
        Value keys = split(k, heads, headWidth, 0, 2, 3, 1);
        Value values = split(v, heads, headWidth, 0, 2, 1, 3);
        Value scores = node(Operator.MAT_MUL, 4, List.of(queries, keys));
        Value scaled = node(Operator.MUL, 4, List.of(scores, number((float) (1 / Math.sqrt(headWidth)))));
        if (causal) {
            scaled = node(Operator.ADD, 4, List.of(scaled, causalMask(q)));
        }
        Value weights = node(Operator.SOFTMAX, 4, List.of(scaled), Attribute.of("axis", -1));
        Value mixed = forms.transpose(node(Operator.MAT_MUL, 4, List.of(weights, values)), 0, 2, 1, 3);
        return forms.reshape(mixed, 3, graph.longs(0, 0, -1));
    }

    @Override
    public Value add(Value a, Value b) {
        return node(Operator.ADD, a.rank(), List.of(a, b));
    }

    @Override
    public Value addPerChannel(Value x, Value vector) {
        Value spread = node(Operator.UNSQUEEZE, 4, List.of(vector, graph.longs(2, 3)));
        return node(Operator.ADD, 4, List.of(x, spread));
    }

    @Override
    public Value concatChannels(Value a, Value b) {
        return forms.concat(1, a, b);
    }

    @Override
    public Value concatLast(Value a, Value b) {
        return forms.concat(-1, a, b);
    }

    @Override
    public Value upsampleTwice(Value x) {
        return resize(List.of(x, graph.absent(), graph.floats(1, 1, 2, 2)));
    }

    @Override
    public Value upsampleTo(Value x, Value like) {
        Value sizes = forms.joined(forms.sizes(x, 0, 2), forms.sizes(like, 2, 4));
        return resize(List.of(x, graph.absent(), graph.absent(), sizes));
    }

    @Override
    public Value tokens(Value x) {
        return forms.transpose(forms.reshape(x, 3, graph.longs(0, 0, -1)), 0, 2, 1);
    }

    @Override
    public Value image(Value x, Value like) {
        return forms.reshape(forms.transpose(x, 0, 2, 1), 4, forms.joined(graph.longs(0, 0), forms.sizes(like, 2, 4)));
    }

    @Override
    public Value sinusoids(Value numbers, int width, double shift) {
        int half = width / 2;
        float[] frequencies = new float[half];
        for (int j = 0; j < half; j++) {
            frequencies[j] = (float) Math.exp((float) -Math.log(10000) * j / (float) (half - shift));
        }
        int rank = numbers.rank() + 1;
        Value column = graph.node(
                Operator.UNSQUEEZE,
                ElementType.FLOAT,
                rank,
                List.of(AdapterInputs.cast(graph, numbers, ElementType.FLOAT), graph.longs(-1)));
        Value angles = graph.node(Operator.MUL, ElementType.FLOAT, rank, List.of(column, graph.floats(frequencies)));
        Value cosines = graph.node(Operator.COS, ElementType.FLOAT, rank, List.of(angles));
        Value sines = graph.node(Operator.SIN, ElementType.FLOAT, rank, List.of(angles));
        Value both = forms.concat(-1, cosines, sines);
        Value flat = numbers.rank() == 1 ? both : forms.reshape(both, 2, graph.longs(0, -1));
        return AdapterInputs.cast(graph, flat, arithmetic);
    }

    @Override
    public Value embedding(Value ids, String module, int rows, int width) {
        return node(Operator.GATHER, 3, List.of(weight(module + ".weight", rows, width), ids), Attribute.of("axis", 0));
    }

    @Override
    public Value addPositions(Value x, String module, int rows, int width) {
        Value table = weight(module + ".weight", rows, width);
        Value first = node(Operator.SLICE, 2, List.of(table, graph.longs(0), forms.sizes(x, 1, 2), graph.longs(0)));
        return node(Operator.ADD, 3, List.of(x, first));
    }

    @Override
    public Value rowAtGreatest(Value x, Value ids) {
        Value narrow = AdapterInputs.cast(graph, ids, ElementType.INT32);
        Value place = graph.node(
                Operator.ARG_MAX,
                ElementType.INT64,
                2,
                List.of(narrow),
                Attribute.of("axis", 1),
                Attribute.of("keepdims", 1));
        return node(Operator.GATHER_ND, 2, List.of(x, place), Attribute.of("batch_dims", 1));
    }

    @Override
    public Value label(String module, Value value) {
        labels.put(module, value);
        return value;
    }

    Value node(Operator operator, int rank, List<Value> inputs, AttributeProto... attributes) {
        return graph.node(operator, arithmetic, rank, inputs, attributes);
    }

    Value weight(String tensor, long... dimensions) {
        return AdapterInputs.cast(graph, graph.weight(tensor, dimensions), arithmetic);
    }

    Value resize(List<Value> inputs) {
        return node(
                Operator.RESIZE,
                4,
                inputs,
                Attribute.of("mode", "nearest"),
                Attribute.of("coordinate_transformation_mode", "asymmetric"),
                Attribute.of("nearest_mode", "floor"));
    }

    private Value split(Value x, int heads, int headWidth, long... order) {
        return forms.transpose(forms.reshape(x, 4, graph.longs(0, 0, heads, headWidth)), order);
    }

    /** [S, S]: 0 where the column is not after the row, else a large negative number. */
    private Value causalMask(Value sequence) {
        Value length = graph.node(
                Operator.SQUEEZE, ElementType.INT64, 0, List.of(forms.sizes(sequence, 1, 2), graph.longs(0)));
        Value places =
                graph.node(Operator.RANGE, ElementType.INT64, 1, List.of(graph.scalar(0L), length, graph.scalar(1L)));
        Value rows = graph.node(Operator.UNSQUEEZE, ElementType.INT64, 2, List.of(places, graph.longs(1)));
        Value seen = graph.node(Operator.LESS_OR_EQUAL, ElementType.BOOL, 2, List.of(places, rows));
        return node(Operator.WHERE, 2, List.of(seen, number(0), number(MASKED)));
    }

    private Value number(float value) {
        return AdapterInputs.cast(graph, graph.scalar(value), arithmetic);
    }

    private Value vector(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return AdapterInputs.cast(graph, graph.floats(values), arithmetic);
    }
}
