package io.wavemesh.sdxl.reference;

import io.wavemesh.sdxl.network.Activation;
import io.wavemesh.sdxl.network.Convolution;
import io.wavemesh.sdxl.network.Ops;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * Computes the networks in plain Java: fp32 values, double-precision sums, written to be read. The measure for every
 * other interpreter, also offered as an engine. One thread at a time.
 */
public final class ReferenceOps implements Ops<Tensor> {
    private final WeightSource weights;
    private final BiConsumer<String, Tensor> listener;

    /** @param weights of one component */
    public ReferenceOps(WeightSource weights) {
        this(weights, (module, value) -> {});
    }

    /**
     * @param weights of one component
     * @param listener is given every labelled intermediate value with its module path
     */
    public ReferenceOps(WeightSource weights, BiConsumer<String, Tensor> listener) {
        this.weights = weights;
        this.listener = listener;
    }

    /** Fetches a weight and checks its shape; extents of one at the end may be missing or too many. */
    private float[] weight(String name, int... shape) {
        Tensor weight = weights.weight(name);
        if (!Arrays.equals(withoutOnes(weight.shape()), withoutOnes(shape))) {
            throw new IllegalArgumentException(name + " must have the shape " + Arrays.toString(shape) + ", has "
                    + Arrays.toString(weight.shape()));
        }
        return weight.values();
    }

    private static int[] withoutOnes(int[] shape) {
        int rank = shape.length;
        while (rank > 1 && shape[rank - 1] == 1) {
            rank--;
        }
        return Arrays.copyOf(shape, rank);
    }

    @Override
    public Tensor linear(Tensor x, String module, int in, int out, boolean bias) {
        int[] shape = x.shape();
        int rows = x.size() / in;
        shape[shape.length - 1] = out;
        float[] w = weight(module + ".weight", out, in);
        float[] b = bias ? weight(module + ".bias", out) : null;
        return Tensor.of(Kernels.matrixProduct(x.values(), rows, in, w, out, b), shape);
    }

    @Override
    public Tensor conv2d(Tensor x, String module, Convolution shape) {
        int in = shape.inChannels();
        int out = shape.outChannels();
        float[] w = weight(module + ".weight", out, in, shape.kernel(), shape.kernel());
        float[] b = weight(module + ".bias", out);
        Patches patches = new Patches(shape, x.extent(2), x.extent(3));
        int pixels = patches.outHeight() * patches.outWidth();
        int patch = in * shape.kernel() * shape.kernel();
        Tensor y = Tensor.zeros(x.extent(0), out, patches.outHeight(), patches.outWidth());
        for (int n = 0; n < x.extent(0); n++) {
            float[] rows = patches.rows(x.values(), n);
            float[] perPixel = Kernels.matrixProduct(rows, pixels, patch, w, out, b);
            transpose(perPixel, 0, pixels, out, y.values(), n * out * pixels);
        }
        return y;
    }

    @Override
    public Tensor groupNorm(Tensor x, String module, int groups, int channels, double eps, Activation then) {
        float[] weight = weight(module + ".weight", channels);
        float[] bias = weight(module + ".bias", channels);
        int pixels = x.size() / x.extent(0) / channels;
        int perGroup = channels / groups;
        int length = perGroup * pixels;
        float[] y = new float[x.size()];
        for (int group = 0; group < x.extent(0) * groups; group++) {
            Moments moments = Moments.of(x.values(), group * length, length, eps);
            for (int i = 0; i < length; i++) {
                int channel = group % groups * perGroup + i / pixels;
                double normed = moments.normed(x.values()[group * length + i]) * weight[channel] + bias[channel];
                y[group * length + i] = (float) Kernels.activate(then, normed);
            }
        }
        return Tensor.of(y, x.shape());
    }

    @Override
    public Tensor layerNorm(Tensor x, String module, int channels, double eps) {
        float[] weight = weight(module + ".weight", channels);
        float[] bias = weight(module + ".bias", channels);
        float[] y = new float[x.size()];
        for (int row = 0; row < x.size(); row += channels) {
            Moments moments = Moments.of(x.values(), row, channels, eps);
            for (int c = 0; c < channels; c++) {
                y[row + c] = (float) (moments.normed(x.values()[row + c]) * weight[c] + bias[c]);
            }
        }
        return Tensor.of(y, x.shape());
    }

    @Override
    public Tensor activation(Tensor x, Activation kind) {
        float[] y = new float[x.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) Kernels.activate(kind, x.values()[i]);
        }
        return Tensor.of(y, x.shape());
    }

    @Override
    public Tensor geglu(Tensor x, String module, int in, int inner) {
        Tensor both = linear(x, module, in, 2 * inner, true);
        int[] shape = x.shape();
        shape[shape.length - 1] = inner;
        Tensor y = Tensor.zeros(shape);
        for (int i = 0; i < y.size(); i++) {
            int at = i / inner * 2 * inner + i % inner;
            double gate = Kernels.activate(Activation.GELU, both.values()[at + inner]);
            y.values()[i] = (float) (both.values()[at] * gate);
        }
        return y;
    }

    @Override
    public Tensor attention(Tensor q, Tensor k, Tensor v, int heads, boolean causal) {
        int length = q.extent(1);
        int seen = k.extent(1);
        int channels = q.extent(2);
        int width = channels / heads;
        double scale = 1 / Math.sqrt(width);
        Tensor y = Tensor.zeros(q.shape());
        double[] scores = new double[seen];
        for (int n = 0; n < q.extent(0); n++) {
            for (int head = 0; head < heads; head++) {
                int keys = n * seen * channels + head * width;
                for (int row = 0; row < length; row++) {
                    int query = (n * length + row) * channels + head * width;
                    int visible = causal ? row + 1 : seen;
                    for (int t = 0; t < visible; t++) {
                        scores[t] = scale * Kernels.dot(q.values(), query, k.values(), keys + t * channels, width);
                    }
                    Kernels.softmax(scores, visible);
                    mix(scores, visible, v.values(), keys, channels, y.values(), query, width);
                }
            }
        }
        return y;
    }

    /** The sum of {@code n} rows of v, {@code stride} apart, each times its weight. */
    private static void mix(double[] weights, int n, float[] v, int from, int stride, float[] y, int to, int width) {
        double[] sums = new double[width];
        for (int t = 0; t < n; t++) {
            for (int c = 0; c < width; c++) {
                sums[c] += weights[t] * v[from + t * stride + c];
            }
        }
        for (int c = 0; c < width; c++) {
            y[to + c] = (float) sums[c];
        }
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        if (!Arrays.equals(a.shape(), b.shape())) {
            throw new IllegalArgumentException("cannot add " + a + " and " + b);
        }
        float[] y = new float[a.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = a.values()[i] + b.values()[i];
        }
        return Tensor.of(y, a.shape());
    }

    @Override
    public Tensor addPerChannel(Tensor x, Tensor vector) {
        int pixels = x.extent(2) * x.extent(3);
        float[] y = new float[x.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = x.values()[i] + vector.values()[i / pixels];
        }
        return Tensor.of(y, x.shape());
    }

    @Override
    public Tensor concatChannels(Tensor a, Tensor b) {
        int[] shape = a.shape();
        shape[1] += b.extent(1);
        return concat(a, b, a.extent(0), shape);
    }

    @Override
    public Tensor concatLast(Tensor a, Tensor b) {
        int[] shape = a.shape();
        shape[shape.length - 1] += b.extent(-1);
        return concat(a, b, a.size() / a.extent(-1), shape);
    }

    private static Tensor concat(Tensor a, Tensor b, int pieces, int[] shape) {
        int ofA = a.size() / pieces;
        int ofB = b.size() / pieces;
        Tensor y = Tensor.zeros(shape);
        for (int piece = 0; piece < pieces; piece++) {
            System.arraycopy(a.values(), piece * ofA, y.values(), piece * (ofA + ofB), ofA);
            System.arraycopy(b.values(), piece * ofB, y.values(), piece * (ofA + ofB) + ofA, ofB);
        }
        return y;
    }

    @Override
    public Tensor upsampleTwice(Tensor x) {
        return resized(x, 2 * x.extent(2), 2 * x.extent(3));
    }

    @Override
    public Tensor upsampleTo(Tensor x, Tensor like) {
        return resized(x, like.extent(2), like.extent(3));
    }

    private static Tensor resized(Tensor x, int height, int width) {
        int fromHeight = x.extent(2);
        int fromWidth = x.extent(3);
        Tensor y = Tensor.zeros(x.extent(0), x.extent(1), height, width);
        for (int i = 0; i < y.size(); i++) {
            int plane = i / (height * width);
            int row = i / width % height * fromHeight / height;
            int column = i % width * fromWidth / width;
            y.values()[i] = x.values()[(plane * fromHeight + row) * fromWidth + column];
        }
        return y;
    }

    @Override
    public Tensor tokens(Tensor x) {
        int channels = x.extent(1);
        int pixels = x.extent(2) * x.extent(3);
        Tensor y = Tensor.zeros(x.extent(0), pixels, channels);
        for (int n = 0; n < x.extent(0); n++) {
            transpose(x.values(), n * channels * pixels, channels, pixels, y.values(), n * channels * pixels);
        }
        return y;
    }

    @Override
    public Tensor image(Tensor x, Tensor like) {
        int pixels = x.extent(1);
        int channels = x.extent(2);
        Tensor y = Tensor.zeros(x.extent(0), channels, like.extent(2), like.extent(3));
        for (int n = 0; n < x.extent(0); n++) {
            transpose(x.values(), n * channels * pixels, pixels, channels, y.values(), n * channels * pixels);
        }
        return y;
    }

    private static void transpose(float[] x, int from, int rows, int columns, float[] y, int to) {
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                y[to + c * rows + r] = x[from + r * columns + c];
            }
        }
    }

    @Override
    public Tensor sinusoids(Tensor numbers, int width, double shift) {
        int half = width / 2;
        int each = numbers.size() / numbers.extent(0);
        Tensor y = Tensor.zeros(numbers.extent(0), each * width);
        for (int i = 0; i < numbers.size(); i++) {
            for (int j = 0; j < half; j++) {
                // Rounded to fp32 where the reference is: at 1000 the angle's last bit is visible in the result.
                float exponent = (float) -Math.log(10_000) * j / (float) (half - shift);
                float angle = numbers.values()[i] * (float) Math.exp(exponent);
                y.values()[i * width + j] = (float) Math.cos(angle);
                y.values()[i * width + half + j] = (float) Math.sin(angle);
            }
        }
        return y;
    }

    @Override
    public Tensor embedding(Tensor ids, String module, int rows, int width) {
        float[] table = weight(module + ".weight", rows, width);
        Tensor y = Tensor.zeros(ids.extent(0), ids.extent(1), width);
        for (int i = 0; i < ids.size(); i++) {
            int id = (int) ids.values()[i];
            if (id < 0 || id >= rows) {
                throw new IllegalArgumentException(module + ": id must be in 0.." + (rows - 1) + ", was " + id);
            }
            System.arraycopy(table, id * width, y.values(), i * width, width);
        }
        return y;
    }

    @Override
    public Tensor addPositions(Tensor x, String module, int rows, int width) {
        float[] table = weight(module + ".weight", rows, width);
        int sequence = x.extent(1) * width;
        float[] y = new float[x.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = x.values()[i] + table[i % sequence];
        }
        return Tensor.of(y, x.shape());
    }

    @Override
    public Tensor rowAtGreatest(Tensor x, Tensor ids) {
        int length = x.extent(1);
        int width = x.extent(2);
        Tensor y = Tensor.zeros(x.extent(0), width);
        for (int n = 0; n < x.extent(0); n++) {
            int greatest = 0;
            for (int i = 1; i < length; i++) {
                if (ids.values()[n * length + i] > ids.values()[n * length + greatest]) {
                    greatest = i;
                }
            }
            System.arraycopy(x.values(), (n * length + greatest) * width, y.values(), n * width, width);
        }
        return y;
    }

    @Override
    public Tensor label(String module, Tensor value) {
        listener.accept(module, value);
        return value;
    }
}
