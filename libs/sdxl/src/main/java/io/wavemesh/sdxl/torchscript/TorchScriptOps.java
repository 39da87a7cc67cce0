package io.wavemesh.sdxl.torchscript;

import io.wavemesh.sdxl.network.Activation;
import io.wavemesh.sdxl.network.Convolution;
import io.wavemesh.sdxl.network.Ops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * Writes the operations of one method, a statement each; a tensor is the name of its variable. Weights are looked up in the
 * module's dictionary {@code self.w} under their names in the model folder.
 */
final class TorchScriptOps implements Ops<String> {

    private final StringJoiner lines = new StringJoiner("\n");
    private final Map<String, Integer> used = new HashMap<>();
    private final NetworkWeights weights;
    private final String indent;

    /**
     * @param parameters names that the method's parameters have
     * @param weights collects what the method looks up
     */
    TorchScriptOps(List<String> parameters, NetworkWeights weights, String indent) {
        parameters.forEach(name -> used.put(name, 1));
        this.weights = weights;
        this.indent = indent;
    }

    /** The statements so far. */
    String body() {
        return lines.toString();
    }

    @Override
    public String linear(String x, String module, int in, int out, boolean bias) {
        weights.linear(module, in, out, bias);
        return assign(module, "self.linear(%s, \"%s\")", x, module);
    }

    @Override
    public List<String> linears(String x, List<String> modules, int in, int out) {
        if (modules.size() == 1) {
            return List.of(linear(x, modules.get(0), in, out, false));
        }
        modules.forEach(module -> weights.linear(module, in, out, false));
        weights.joint(modules);
        String names = modules.stream().map(module -> '"' + module + '"').collect(Collectors.joining(", "));
        String joint = assign("joint", "self.linears(%s, [%s])", x, names);
        List<String> results = new ArrayList<>();
        for (int i = 0; i < modules.size(); i++) {
            results.add(assign(modules.get(i), "%s[%d]", joint, i));
        }
        return results;
    }

    @Override
    public String conv2d(String x, String module, Convolution shape) {
        weights.convolution(module, shape);
        String input = x;
        int pad = shape.padStart();
        if (shape.padStart() != shape.padEnd()) {
            input = assign("padded", "torch.constant_pad_nd(%s, [%d, %d, %d, %3$d])", x, pad, shape.padEnd(), pad);
            pad = 0;
        }
        return assign(
                module,
                "torch.conv2d(%s, %s, %s, [%d, %4$d], [%d, %5$d])",
                input,
                weight(module),
                bias(module),
                shape.stride(),
                pad);
    }

    @Override
    public String groupNorm(String x, String module, int groups, int channels, double eps, Activation then) {
        weights.norm(module, channels);
        String normed =
                assign(module, "torch.group_norm(%s, %d, %s, %s, %s)", x, groups, weight(module), bias(module), eps);
        return activation(normed, then);
    }

    @Override
    public String layerNorm(String x, String module, int channels, double eps) {
        weights.norm(module, channels);
        return assign(module, "torch.layer_norm(%s, [%d], %s, %s, %s)", x, channels, weight(module), bias(module), eps);
    }

    @Override
    public String activation(String x, Activation kind) {
        return switch (kind) {
            case NONE -> x;
            case SILU -> assign("silu", "torch.silu(%s)", x);
            case GELU -> assign("gelu", "torch.gelu(%s)", x);
            case QUICK_GELU -> assign("quick_gelu", "torch.mul(%s, torch.sigmoid(torch.mul(%1$s, 1.702)))", x);
        };
    }

    @Override
    public String geglu(String x, String module, int in, int inner) {
        weights.linear(module, in, 2 * inner, true);
        return assign("geglu", "self.geglu(%s, \"%s\")", x, module);
    }

    @Override
    public String attention(String q, String k, String v, int heads, boolean causal) {
        return assign("mixed", "__torch__.attention(%s, %s, %s, %d, %s)", q, k, v, heads, causal ? "True" : "False");
    }

    @Override
    public String add(String a, String b) {
        return assign("sum", "torch.add(%s, %s)", a, b);
    }

    @Override
    public String addPerChannel(String x, String vector) {
        return assign("sum", "torch.add(%s, torch.unsqueeze(torch.unsqueeze(%s, -1), -1))", x, vector);
    }

    @Override
    public String concatChannels(String a, String b) {
        return assign("joined", "torch.cat([%s, %s], 1)", a, b);
    }

    @Override
    public String concatLast(String a, String b) {
        return assign("joined", "torch.cat([%s, %s], -1)", a, b);
    }

    @Override
    public String upsampleTwice(String x) {
        return assign("enlarged", "torch.upsample_nearest2d(%s, [2 * %1$s.size(2), 2 * %1$s.size(3)])", x);
    }

    @Override
    public String upsampleTo(String x, String like) {
        return assign("enlarged", "torch.upsample_nearest2d(%s, [%s.size(2), %2$s.size(3)])", x, like);
    }

    @Override
    public String tokens(String x) {
        return assign("tokens", "torch.transpose(torch.flatten(%s, 2), 1, 2)", x);
    }

    @Override
    public String image(String x, String like) {
        return assign("image", "torch.unflatten(torch.transpose(%s, 1, 2), 2, [%s.size(2), %2$s.size(3)])", x, like);
    }

    @Override
    public String sinusoids(String numbers, int width, double shift) {
        return assign("sinusoids", "__torch__.sinusoids(%s, %d, %s).to(self.dtype)", numbers, width, shift);
    }

    @Override
    public String embedding(String ids, String module, int rows, int width) {
        weights.table(module, rows, width);
        return assign(module, "torch.embedding(%s, %s)", weight(module), ids);
    }

    @Override
    public String addPositions(String x, String module, int rows, int width) {
        weights.table(module, rows, width);
        return assign(module, "torch.add(%s, torch.narrow(%s, 0, 0, %1$s.size(1)))", x, weight(module));
    }

    @Override
    public String rowAtGreatest(String x, String ids) {
        return assign("row", "__torch__.row_at_greatest(%s, %s)", x, ids);
    }

    private static String weight(String module) {
        return "self.w[\"" + module + ".weight\"]";
    }

    private static String bias(String module) {
        return "self.w[\"" + module + ".bias\"]";
    }

    private String assign(String module, String expression, Object... operands) {
        String name = fresh(module);
        lines.add(indent + name + " = " + String.format(Locale.ROOT, expression, operands));
        return name;
    }

    /** The last component of a module's path, with what it numbers and with a count where the name is taken. */
    private String fresh(String module) {
        String[] path = module.split("\\.");
        String last = path[path.length - 1];
        boolean numbered = path.length > 1 && Character.isDigit(last.charAt(0));
        String stem = numbered ? path[path.length - 2] + "_" + last : last;
        int count = used.merge(stem, 1, Integer::sum);
        return count == 1 ? stem : stem + "_" + count;
    }
}
