package io.wavemesh.sdxl.onnx;

import io.wavemesh.sdxl.model.Weights;
import io.wavemesh.sdxl.network.AutoencoderKl;
import io.wavemesh.sdxl.network.ClipTextEncoder;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.network.UNetConfig;
import java.util.Collection;
import java.util.List;

/** One graph in the making: inputs, the network, outputs. Inputs and outputs are fp32 or int64 whatever the arithmetic. */
final class Emission {
    private final Weights weights;
    private final GraphBuilder graph;
    private final AdapterInputs adapter;
    private final OnnxOps ops;

    Emission(Weights weights, WeightSource source, Dialect dialect, Precision precision, List<TargetLayer> targets) {
        this.weights = weights;
        this.graph = new GraphBuilder(source);
        this.adapter = new AdapterInputs(graph, targets, precision.type(), dialect.merge());
        this.ops = dialect.ops(graph, precision.type(), adapter);
    }

    void textEncoder(ClipTextEncoder network) {
        Value ids = graph.input("input_ids", ElementType.INT64, "batch", "sequence");
        ClipTextEncoder.Output<Value> result = network.encode(ops, ids);
        int width = network.config().width();
        boolean projects = network.config().projectionWidth() > 0;
        String penultimate = "hidden_states." + (network.config().layers() - 1);
        output(result.penultimate(), penultimate, "batch", "sequence", width);
        output(result.last(), "last_hidden_state", "batch", "sequence", width);
        output(
                result.pooled(),
                projects ? "text_embeds" : "pooler_output",
                "batch",
                projects ? network.config().projectionWidth() : width);
    }

    void vaeDecoder(AutoencoderKl network) {
        int channels = network.config().latentChannels();
        Value latents = ops.entering(input("latent_sample", "batch", channels, "latent_height", "latent_width"));
        output(network.decode(ops, latents), "sample", "batch", 3, "height", "width");
    }

    void vaeEncoder(AutoencoderKl network) {
        Value picture = ops.entering(input("sample", "batch", 3, "height", "width"));
        int moments = 2 * network.config().latentChannels();
        output(network.encode(ops, picture), "latent_parameters", "batch", moments, "latent_height", "latent_width");
    }

    void unet(UNet network) {
        UNetConfig config = network.config();
        Value sample = ops.entering(input("sample", "batch", config.inChannels(), "height", "width"));
        Value timestep = graph.input("timestep", ElementType.INT64, "batch");
        Value context = input("encoder_hidden_states", "batch", "sequence", config.contextWidth());
        Value pooled = input("text_embeds", "batch", config.pooledWidth());
        Value timeIds = graph.input("time_ids", ElementType.FLOAT, "batch", UNetConfig.TIME_IDS);
        Value prediction = network.forward(ops, sample, timestep, context, pooled, timeIds);
        output(prediction, "out_sample", "batch", config.outChannels(), "height", "width");
    }

    /** Makes outputs of inner values, named by the modules that give them; their shapes are left open. */
    void expose(Collection<String> modules) {
        for (String module : modules) {
            Value value = ops.labels().get(module);
            if (value == null) {
                throw new OnnxGraphException("the network has no named intermediate " + module);
            }
            graph.output(AdapterInputs.cast(graph, ops.leaving(value), ElementType.FLOAT), module, (Object[]) null);
        }
    }

    void denoising(UNet network) {
        new DenoisingGraph(graph, ops).emit(network);
    }

    /** The graph; every module that the adapter may change has its inputs. */
    OnnxGraph finish() {
        return new OnnxGraph(graph.build(), ExternalWeights.commonFolder(weights), adapter.groups());
    }

    private Value input(String name, Object... dimensions) {
        return AdapterInputs.cast(graph, graph.input(name, ElementType.FLOAT, dimensions), ops.arithmetic);
    }

    private void output(Value value, String name, Object... dimensions) {
        graph.output(AdapterInputs.cast(graph, ops.leaving(value), ElementType.FLOAT), name, dimensions);
    }
}
