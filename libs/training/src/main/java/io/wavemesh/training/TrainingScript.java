package io.wavemesh.training;

import io.wavemesh.sdxl.torchscript.LinearModule;
import io.wavemesh.sdxl.torchscript.TorchScriptArchive;
import io.wavemesh.sdxl.torchscript.TorchScriptNetwork;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The module that trains: the network's stages, and around them the text of this package's resources. */
final class TrainingScript {
    private TrainingScript() {}

    /** The module's text and attributes. */
    static TorchScriptArchive archive(TorchScriptNetwork network, int stages, TrainingEngineOptions options) {
        List<LinearModule> linears = network.linears();
        TorchScriptArchive archive = TorchText.archive(
                        options, options.precision().dtype())
                .functions(TorchText.resource("functions.py"))
                .add(network)
                .linear(TorchText.resource("linear.py"))
                .methods(TorchText.resource("job.py"))
                .methods(TorchText.resource("training_loop.py"))
                .methods(TorchText.resource("gradient.py"))
                .methods(TorchText.resource("comparison.py"))
                .attribute(
                        "linears_of_network",
                        "List[str]",
                        linears.stream().map(LinearModule::module).toList())
                .attribute(
                        "linear_stages",
                        "List[int]",
                        linears.stream().map(each -> (long) each.stage()).toList())
                .attribute("of_stage", "List[List[int]]", Collections.nCopies(stages, List.of()))
                .attribute("generator", "Generator", null);
        for (String name : List.of(
                "of_embedding",
                "keeps",
                "starts",
                "leaf_starts",
                "stages_of_trained",
                "ranks",
                "forward_lengths",
                "transposed_lengths")) {
            archive.attribute(name, "List[int]", List.of());
        }
        for (String name : List.of("job", "batch", "arena", "joint", "schedule", "forward_map", "transposed_map")) {
            archive.attribute(name, "Dict[str, Tensor]", Map.of());
        }
        for (String name : List.of("noise_offset", "clip")) {
            archive.attribute(name, "float", 0.0);
        }
        for (String name : List.of("first", "target", "at_once")) {
            archive.attribute(name, "int", 0L);
        }
        for (String name : List.of("trained", "settled", "leaf_modules")) {
            archive.attribute(name, "List[str]", List.of());
        }
        return archive.attribute("leaf_touched", "List[Tensor]", List.of())
                .attribute("join", "bool", options.tuning().joinProjections())
                .attribute("split_gates", "bool", options.tuning().splitGates())
                .attribute("low_rank", "Dict[str, Tuple[Tensor, Tensor]]", Map.of())
                .attribute("scalings", "Dict[str, float]", Map.of());
    }
}
