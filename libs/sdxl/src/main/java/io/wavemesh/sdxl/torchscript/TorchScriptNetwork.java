package io.wavemesh.sdxl.torchscript;

import io.wavemesh.sdxl.network.AutoencoderKl;
import io.wavemesh.sdxl.network.ClipTextEncoder;
import io.wavemesh.sdxl.network.Stage;
import io.wavemesh.sdxl.network.UNet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as methods of a TorchScript class.
 *
 * @param methods source of the methods, indented for a class body
 * @param attributes attributes that the methods read beside those of every module, name to declared type and value
 * @param weights every weight that the methods look up, name to shape, in the order of the forward pass
 * @param linears the Linear layers, in the order of the forward pass
 */
public record TorchScriptNetwork(
        String methods,
        Map<String, Attribute> attributes,
        Map<String, List<Long>> weights,
        List<LinearModule> linears) {

    private static final String BODY = "        ";
    private static final int STAGES_PER_GROUP = 16;

    /**
     * An attribute of the module's class.
     *
     * @param type TorchScript's name of the type, such as {@code List[int]}
     * @param value null, Boolean, Long, Double, String, List or Map of such
     */
    public record Attribute(String type, Object value) {}

    /**
     * The UNet: {@code embed(timestep, text_embeds, time_ids)}, a method {@code stage_i(h, top, embedding, context)} for each
     * stage, {@code stage(i, …)} that calls it, and the stack plan: attributes {@code tops} (0 none, 1 peek, 2 pop) and
     * {@code pushes} (0 none, 1 the input, 2 the output); attribute {@code joints}: Linear layers
     * that {@code linears(x, modules)} is called with.
     */
    public static TorchScriptNetwork of(UNet unet) {
        NetworkWeights weights = new NetworkWeights();
        StringBuilder source = new StringBuilder();
        TorchScriptOps embed = new TorchScriptOps(List.of("timestep", "text_embeds", "time_ids"), weights, BODY);
        String embedding = unet.embedding(embed, "timestep", "text_embeds", "time_ids");
        method(
                source,
                "embed(self, timestep: Tensor, text_embeds: Tensor, time_ids: Tensor) -> Tensor",
                embed,
                embedding);
        List<Stage> stages = unet.stages();
        for (int i = 0; i < stages.size(); i++) {
            weights.enter(i);
            stage(source, i, stages.get(i), weights);
        }
        dispatch(source, stages.size());
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        attributes.put("tops", ordinals(stages.stream().map(Stage::top).toList()));
        attributes.put("joints", new Attribute("List[List[str]]", weights.joints()));
        attributes.put("pushes", ordinals(stages.stream().map(Stage::push).toList()));
        return new TorchScriptNetwork(source.toString(), attributes, weights.shapes(), weights.linears());
    }

    /** A text encoder: {@code encode(ids)} gives (penultimate, last, pooled). */
    public static TorchScriptNetwork of(ClipTextEncoder encoder) {
        NetworkWeights weights = new NetworkWeights();
        TorchScriptOps ops = new TorchScriptOps(List.of("ids"), weights, BODY);
        ClipTextEncoder.Output<String> out = encoder.encode(ops, "ids");
        StringBuilder source = new StringBuilder();
        String result = "(%s, %s, %s)".formatted(out.penultimate(), out.last(), out.pooled());
        method(source, "encode(self, ids: Tensor) -> Tuple[Tensor, Tensor, Tensor]", ops, result);
        return new TorchScriptNetwork(source.toString(), Map.of(), weights.shapes(), weights.linears());
    }

    /** The VAE's encoder: {@code encode(picture)} gives the moments. */
    public static TorchScriptNetwork encoder(AutoencoderKl vae) {
        NetworkWeights weights = new NetworkWeights();
        TorchScriptOps ops = new TorchScriptOps(List.of("picture"), weights, BODY);
        String moments = vae.encode(ops, "picture");
        StringBuilder source = new StringBuilder();
        method(source, "encode(self, picture: Tensor) -> Tensor", ops, moments);
        return new TorchScriptNetwork(source.toString(), Map.of(), weights.shapes(), weights.linears());
    }

    /** The VAE's decoder: {@code decode(latents)} gives the picture. */
    public static TorchScriptNetwork decoder(AutoencoderKl vae) {
        NetworkWeights weights = new NetworkWeights();
        TorchScriptOps ops = new TorchScriptOps(List.of("latents"), weights, BODY);
        String picture = vae.decode(ops, "latents");
        StringBuilder source = new StringBuilder();
        method(source, "decode(self, latents: Tensor) -> Tensor", ops, picture);
        return new TorchScriptNetwork(source.toString(), Map.of(), weights.shapes(), weights.linears());
    }

    private static void stage(StringBuilder source, int index, Stage stage, NetworkWeights weights) {
        TorchScriptOps ops = new TorchScriptOps(List.of("h", "top", "embedding", "context"), weights, BODY);
        String top = stage.top() == Stage.Use.NONE ? null : "top";
        String result = stage.apply(ops, "h", top, "embedding", "context");
        source.append("\n    # ").append(stage.module());
        String parameters = "h: Tensor, top: Tensor, embedding: Tensor, context: Tensor";
        method(source, "stage_" + index + "(self, " + parameters + ") -> Tensor", ops, result);
    }

    private static void method(StringBuilder source, String signature, TorchScriptOps ops, String result) {
        source.append("\n    def ").append(signature).append(":\n");
        source.append(ops.body())
                .append('\n')
                .append(BODY)
                .append("return ")
                .append(result)
                .append('\n');
    }

    /** Two levels of flat conditions: no deep nesting for the importer, few comparisons a call. */
    private static void dispatch(StringBuilder source, int stages) {
        source.append(
                "\n    def stage(self, i: int, h: Tensor, top: Tensor, embedding: Tensor, context: Tensor) -> Tensor:\n");
        source.append(BODY).append("out = h\n");
        for (int first = 0; first < stages; first += STAGES_PER_GROUP) {
            int end = Math.min(stages, first + STAGES_PER_GROUP);
            source.append(BODY).append("if i >= %d and i < %d:\n".formatted(first, end));
            for (int i = first; i < end; i++) {
                source.append(BODY).append("    if i == %d:\n".formatted(i));
                source.append(BODY).append("        out = self.stage_%d(h, top, embedding, context)\n".formatted(i));
            }
        }
        source.append(BODY).append("return out\n");
    }

    private static Attribute ordinals(List<? extends Enum<?>> values) {
        return new Attribute(
                "List[int]", values.stream().map(each -> (long) each.ordinal()).toList());
    }
}
