package io.wavemesh.local.command;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterFolder;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./wavemesh unet}: one forward pass of the UNet, for comparing with other implementations. */
@Command(
        name = "unet",
        description = "Runs the UNet once on given tensors, for comparing with other implementations.",
        footer = {
            "",
            "Keys of the input: sample [B, C, h, w], timestep int64 [B], encoder_hidden_states [B, 77, C],",
            "text_embeds [B, P], time_ids [B, 6]. Key of the output: noise_pred [B, C, h, w].",
            "",
            "Example:",
            "  ./wavemesh unet --base models/nano-sdxl --in batch.safetensors --out noise.safetensors --engine reference"
        })
public final class UnetCommand extends VerboseCommand {
    @Mixin
    private BaseModelOptions model;

    @Mixin
    private DeviceOption device;

    @Option(names = "--adapter", paramLabel = "DIR", description = "Adapter folder (WaveFT, SHiRA or PEFT LoRA).")
    private Path adapter;

    @Option(names = "--in", required = true, paramLabel = "FILE", description = "Safetensors file with the inputs.")
    private Path in;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Safetensors file to write.")
    private Path out;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "onnx (ONNX Runtime), torch (libtorch) or reference (plain Java, slow). Default: onnx.")
    private String engine = "onnx";

    @Override
    public Integer call() {
        UnetEngine chosen = UnetEngine.of(engine);
        device.check(this);
        if (chosen == UnetEngine.REFERENCE && !device.isCpu()) {
            throw refusal("--device does not apply together with --engine reference");
        }
        UnetTensors tensors = UnetTensors.read(in);
        Optional<Adapter> read = Optional.ofNullable(adapter).map(AdapterFolder::read);
        try (ModelFolder base = model.open()) {
            float[] noise = chosen.predict(base, tensors, read, device);
            OutputFiles.prepareFile("--out", out);
            new SafetensorsWriter()
                    .add("noise_pred", tensors.predictionShape(noise.length), noise)
                    .write(out);
        }
        return 0;
    }
}
