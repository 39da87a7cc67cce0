package io.wavemesh.sdxl.reference;

import io.wavemesh.sdxl.network.Activation;
import io.wavemesh.sdxl.network.Convolution;
import io.wavemesh.sdxl.network.Ops;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Counts the work of a forward and a backward pass in which some linear layers are trained. A handle knows its shape and whether
 * a trained layer lies before it, which is where gradients flow. One thread at a time.
 */
final class StepCostOps implements Ops<StepCostOps.Traced> {

    /** A tensor's shape, and whether its gradient is needed. */
    record Traced(Extents extents, boolean differentiated) {
        static Traced input(Integer... extents) {
            return new Traced(Extents.of(extents), false);
        }
    }

    private final CostOps forward = new CostOps();
    private final Predicate<String> trained;
    private long inputGradients;
    private long weightGradients;
    private long work;

    StepCostOps(Predicate<String> trained) {
        this.trained = trained;
    }

    StepCost cost() {
        return new StepCost(forward.cost().operations(), inputGradients, weightGradients);
    }

    private Extents counted(Supplier<Extents> operation) {
        long before = forward.operations();
        Extents result = operation.get();
        work = forward.operations() - before;
        return result;
    }

    /** A frozen layer: its input's gradient costs as much as its output. */
    private Traced frozen(Traced x, Supplier<Extents> operation) {
        Extents result = counted(operation);
        if (x.differentiated()) {
            inputGradients += work;
        }
        return new Traced(result, x.differentiated());
    }

    private Traced layer(Traced x, String module, Supplier<Extents> operation) {
        Traced result = frozen(x, operation);
        if (!trained.test(module)) {
            return result;
        }
        weightGradients += work;
        return new Traced(result.extents(), true);
    }

    @Override
    public Traced linear(Traced x, String module, int in, int out, boolean bias) {
        return layer(x, module, () -> forward.linear(x.extents(), module, in, out, bias));
    }

    @Override
    public Traced geglu(Traced x, String module, int in, int inner) {
        return layer(x, module, () -> forward.geglu(x.extents(), module, in, inner));
    }

    @Override
    public Traced conv2d(Traced x, String module, Convolution shape) {
        return frozen(x, () -> forward.conv2d(x.extents(), module, shape));
    }

    /** Two products forward; backward one for each of v, the probabilities, q and k. */
    @Override
    public Traced attention(Traced q, Traced k, Traced v, int heads, boolean causal) {
        Extents result = counted(() -> forward.attention(q.extents(), k.extents(), v.extents(), heads, causal));
        long product = work / 2;
        boolean probabilities = q.differentiated() || k.differentiated();
        for (boolean needed :
                new boolean[] {v.differentiated(), probabilities, q.differentiated(), k.differentiated()}) {
            inputGradients += needed ? product : 0;
        }
        return new Traced(result, probabilities || v.differentiated());
    }

    @Override
    public Traced groupNorm(Traced x, String module, int groups, int channels, double eps, Activation then) {
        return frozen(x, () -> forward.groupNorm(x.extents(), module, groups, channels, eps, then));
    }

    @Override
    public Traced layerNorm(Traced x, String module, int channels, double eps) {
        return frozen(x, () -> forward.layerNorm(x.extents(), module, channels, eps));
    }

    @Override
    public Traced activation(Traced x, Activation kind) {
        return frozen(x, () -> forward.activation(x.extents(), kind));
    }

    private static Traced joined(Extents result, Traced a, Traced b) {
        return new Traced(result, a.differentiated() || b.differentiated());
    }

    @Override
    public Traced add(Traced a, Traced b) {
        return joined(forward.add(a.extents(), b.extents()), a, b);
    }

    @Override
    public Traced addPerChannel(Traced x, Traced vector) {
        return joined(forward.addPerChannel(x.extents(), vector.extents()), x, vector);
    }

    @Override
    public Traced concatChannels(Traced a, Traced b) {
        return joined(forward.concatChannels(a.extents(), b.extents()), a, b);
    }

    @Override
    public Traced concatLast(Traced a, Traced b) {
        return joined(forward.concatLast(a.extents(), b.extents()), a, b);
    }

    @Override
    public Traced upsampleTwice(Traced x) {
        return frozen(x, () -> forward.upsampleTwice(x.extents()));
    }

    @Override
    public Traced upsampleTo(Traced x, Traced like) {
        return frozen(x, () -> forward.upsampleTo(x.extents(), like.extents()));
    }

    @Override
    public Traced tokens(Traced x) {
        return frozen(x, () -> forward.tokens(x.extents()));
    }

    @Override
    public Traced image(Traced x, Traced like) {
        return frozen(x, () -> forward.image(x.extents(), like.extents()));
    }

    @Override
    public Traced sinusoids(Traced numbers, int width, double shift) {
        return frozen(numbers, () -> forward.sinusoids(numbers.extents(), width, shift));
    }

    @Override
    public Traced embedding(Traced ids, String module, int rows, int width) {
        return frozen(ids, () -> forward.embedding(ids.extents(), module, rows, width));
    }

    @Override
    public Traced addPositions(Traced x, String module, int rows, int width) {
        return frozen(x, () -> forward.addPositions(x.extents(), module, rows, width));
    }

    @Override
    public Traced rowAtGreatest(Traced x, Traced ids) {
        return frozen(x, () -> forward.rowAtGreatest(x.extents(), ids.extents()));
    }
}
