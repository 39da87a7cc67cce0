package io.wavemesh.sdxl.reference;

import io.wavemesh.sdxl.network.Activation;
import io.wavemesh.sdxl.network.Convolution;
import io.wavemesh.sdxl.network.Ops;
import io.wavemesh.waveft.LayerShape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the work of a network instead of doing it: handles are shapes. Collects the linear layers on the way. One
 * thread at a time.
 */
public final class CostOps implements Ops<Extents> {
    private final Map<String, Long> weights = new LinkedHashMap<>();
    private final Map<String, LayerShape> linearLayers = new LinkedHashMap<>();
    private long operations;
    private long activations;

    /** The count so far. */
    public Cost cost() {
        long parameters = weights.values().stream().mapToLong(Long::longValue).sum();
        return new Cost(operations, weights.size(), parameters, activations);
    }

    /** The operations so far. */
    long operations() {
        return operations;
    }

    /** The linear layers met so far, by module path, in the order of the forward pass. */
    public Map<String, LayerShape> linearLayers() {
        return Collections.unmodifiableMap(linearLayers);
    }

    private void weight(String module, boolean bias, long size, int out) {
        weights.put(module + ".weight", size);
        if (bias) {
            weights.put(module + ".bias", (long) out);
        }
    }

    private Extents written(Extents result) {
        activations += result.size();
        return result;
    }

    @Override
    public Extents linear(Extents x, String module, int in, int out, boolean bias) {
        weight(module, bias, (long) in * out, out);
        linearLayers.put(module, new LayerShape(out, in));
        operations += 2 * x.size() * out;
        return written(x.withLast(out));
    }

    @Override
    public Extents conv2d(Extents x, String module, Convolution shape) {
        long patch = (long) shape.inChannels() * shape.kernel() * shape.kernel();
        weight(module, true, patch * shape.outChannels(), shape.outChannels());
        Patches patches = new Patches(shape, x.extent(2), x.extent(3));
        Extents y = Extents.of(x.extent(0), shape.outChannels(), patches.outHeight(), patches.outWidth());
        operations += 2 * y.size() * patch;
        return written(y);
    }

    @Override
    public Extents groupNorm(Extents x, String module, int groups, int channels, double eps, Activation then) {
        weight(module, true, channels, channels);
        return written(x);
    }

    @Override
    public Extents layerNorm(Extents x, String module, int channels, double eps) {
        weight(module, true, channels, channels);
        return written(x);
    }

    @Override
    public Extents activation(Extents x, Activation kind) {
        return written(x);
    }

    @Override
    public Extents geglu(Extents x, String module, int in, int inner) {
        return written(linear(x, module, in, 2 * inner, true).withLast(inner));
    }

    @Override
    public Extents attention(Extents q, Extents k, Extents v, int heads, boolean causal) {
        operations += 4 * q.size() * k.extent(1);
        return written(q);
    }

    @Override
    public Extents add(Extents a, Extents b) {
        return written(a);
    }

    @Override
    public Extents addPerChannel(Extents x, Extents vector) {
        return written(x);
    }

    @Override
    public Extents concatChannels(Extents a, Extents b) {
        return written(Extents.of(a.extent(0), a.extent(1) + b.extent(1), a.extent(2), a.extent(3)));
    }

    @Override
    public Extents concatLast(Extents a, Extents b) {
        return written(a.withLast(a.extent(-1) + b.extent(-1)));
    }

    @Override
    public Extents upsampleTwice(Extents x) {
        return written(Extents.of(x.extent(0), x.extent(1), 2 * x.extent(2), 2 * x.extent(3)));
    }

    @Override
    public Extents upsampleTo(Extents x, Extents like) {
        return written(Extents.of(x.extent(0), x.extent(1), like.extent(2), like.extent(3)));
    }

    @Override
    public Extents tokens(Extents x) {
        return written(Extents.of(x.extent(0), x.extent(2) * x.extent(3), x.extent(1)));
    }

    @Override
    public Extents image(Extents x, Extents like) {
        return written(Extents.of(x.extent(0), x.extent(2), like.extent(2), like.extent(3)));
    }

    @Override
    public Extents sinusoids(Extents numbers, int width, double shift) {
        return written(Extents.of(numbers.extent(0), Math.toIntExact(numbers.size() / numbers.extent(0) * width)));
    }

    @Override
    public Extents embedding(Extents ids, String module, int rows, int width) {
        weight(module, false, (long) rows * width, width);
        return written(Extents.of(ids.extent(0), ids.extent(1), width));
    }

    @Override
    public Extents addPositions(Extents x, String module, int rows, int width) {
        weight(module, false, (long) rows * width, width);
        return written(x);
    }

    @Override
    public Extents rowAtGreatest(Extents x, Extents ids) {
        return written(Extents.of(x.extent(0), x.extent(2)));
    }
}
