package io.wavemesh.sdxl.model;

import io.wavemesh.sdxl.network.Activation;
import io.wavemesh.sdxl.network.AutoencoderConfig;
import io.wavemesh.sdxl.network.AutoencoderKl;
import io.wavemesh.sdxl.network.ClipTextConfig;
import io.wavemesh.sdxl.network.ClipTextEncoder;
import io.wavemesh.sdxl.network.Convolution;
import io.wavemesh.sdxl.network.Ops;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.network.UNetConfig;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Interprets a network by noting which weights it looks up, and in which shape. Its handles carry nothing. */
public final class RequiredWeights implements Ops<RequiredWeights.Handle> {
    /** Stands for any tensor. */
    public enum Handle {
        ANY
    }

    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

    private RequiredWeights() {}

    /** Names and shapes, in the order of the network. */
    public static Map<String, List<Long>> of(UNetConfig config) {
        RequiredWeights required = new RequiredWeights();
        new UNet(config).forward(required, Handle.ANY, Handle.ANY, Handle.ANY, Handle.ANY, Handle.ANY);
        return Collections.unmodifiableMap(required.shapes);
    }

    /** Names and shapes, in the order of the network. */
    public static Map<String, List<Long>> of(AutoencoderConfig config) {
        RequiredWeights required = new RequiredWeights();
        AutoencoderKl network = new AutoencoderKl(config);
        network.encode(required, Handle.ANY);
        network.decode(required, Handle.ANY);
        return Collections.unmodifiableMap(required.shapes);
    }

    /** Names and shapes, in the order of the network. */
    public static Map<String, List<Long>> of(ClipTextConfig config) {
        RequiredWeights required = new RequiredWeights();
        new ClipTextEncoder(config).encode(required, Handle.ANY);
        return Collections.unmodifiableMap(required.shapes);
    }

    private Handle note(String name, long... shape) {
        shapes.put(name, Arrays.stream(shape).boxed().toList());
        return Handle.ANY;
    }

    private Handle affine(String module, int channels) {
        note(module + ".weight", channels);
        return note(module + ".bias", channels);
    }

    @Override
    public Handle linear(Handle x, String module, int in, int out, boolean bias) {
        note(module + ".weight", out, in);
        return bias ? note(module + ".bias", out) : x;
    }

    @Override
    public Handle conv2d(Handle x, String module, Convolution shape) {
        note(module + ".weight", shape.outChannels(), shape.inChannels(), shape.kernel(), shape.kernel());
        return note(module + ".bias", shape.outChannels());
    }

    @Override
    public Handle groupNorm(Handle x, String module, int groups, int channels, double eps, Activation then) {
        return affine(module, channels);
    }

    @Override
    public Handle layerNorm(Handle x, String module, int channels, double eps) {
        return affine(module, channels);
    }

    @Override
    public Handle geglu(Handle x, String module, int in, int inner) {
        return linear(x, module, in, 2 * inner, true);
    }

    @Override
    public Handle embedding(Handle ids, String module, int rows, int width) {
        return note(module + ".weight", rows, width);
    }

    @Override
    public Handle addPositions(Handle x, String module, int rows, int width) {
        return note(module + ".weight", rows, width);
    }

    @Override
    public Handle activation(Handle x, Activation kind) {
        return x;
    }

    @Override
    public Handle attention(Handle q, Handle k, Handle v, int heads, boolean causal) {
        return q;
    }

    @Override
    public Handle add(Handle a, Handle b) {
        return a;
    }

    @Override
    public Handle addPerChannel(Handle x, Handle vector) {
        return x;
    }

    @Override
    public Handle concatChannels(Handle a, Handle b) {
        return a;
    }

    @Override
    public Handle concatLast(Handle a, Handle b) {
        return a;
    }

    @Override
    public Handle upsampleTwice(Handle x) {
        return x;
    }

    @Override
    public Handle upsampleTo(Handle x, Handle like) {
        return x;
    }

    @Override
    public Handle tokens(Handle x) {
        return x;
    }

    @Override
    public Handle image(Handle x, Handle like) {
        return x;
    }

    @Override
    public Handle sinusoids(Handle numbers, int width, double shift) {
        return numbers;
    }

    @Override
    public Handle rowAtGreatest(Handle x, Handle ids) {
        return x;
    }
}
