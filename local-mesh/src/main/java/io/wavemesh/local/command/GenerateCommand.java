package io.wavemesh.local.command;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./wavemesh generate}: a prompt in, pictures out. */
@Command(
        name = "generate",
        description = "Draws pictures from a prompt, with any number of adapters.",
        footer = {
            "",
            "Defaults come from the base model's wavemesh.json; else 30 steps, guidance 5, the model's own scheduler,",
            "spacing and size. With --count above 1, FILE.png becomes FILE-1.png, FILE-2.png and so on.",
            "",
            "Example:",
            "  ./wavemesh generate --base models/nano-sdxl --adapter target/tulip=0.8 --seed 7 \\",
            "      --prompt \"a zjw flower on a yellow background\" --out target/tulip.png"
        })
public final class GenerateCommand extends VerboseCommand {
    @Mixin
    private BaseModelOptions model;

    @Option(
            names = "--prompt",
            preprocessor = FreeText.class,
            required = true,
            paramLabel = "TEXT",
            description = "What to draw; may be empty.")
    private String prompt;

    @Option(
            names = "--adapter",
            paramLabel = "DIR[=WEIGHT]",
            converter = AdapterArgument.Converter.class,
            description =
                    "Adapter folder (WaveFT, SHiRA or PEFT LoRA) with an optional weight. Repeatable: they add up.")
    private List<AdapterArgument> adapters = List.of();

    @Option(
            names = "--negative-prompt",
            preprocessor = FreeText.class,
            paramLabel = "TEXT",
            description = "What to keep away from. Without it: zeros or an empty text, as the model folder says.")
    private String negativePrompt;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the noise. Default: 0.")
    private Long seed;

    @Option(names = "--steps", paramLabel = "N", description = "Denoising steps.")
    private Integer steps;

    @Option(names = "--guidance-scale", paramLabel = "G", description = "Weight of the prompt; 1 = no guidance.")
    private Double guidanceScale;

    @Option(
            names = "--scheduler",
            paramLabel = "NAME",
            description = "euler, euler-karras, ddim, dpmpp-2m or dpmpp-2m-karras.")
    private String scheduler;

    @Option(names = "--timestep-spacing", paramLabel = "NAME", description = "leading, trailing or linspace.")
    private String timestepSpacing;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            converter = ImageSize.Converter.class,
            description = "Size in pixels, for example 1024x768.")
    private ImageSize size;

    @Option(names = "--count", paramLabel = "N", description = "How many pictures. Default: 1.")
    private Integer count;

    @Option(names = "--out", required = true, paramLabel = "FILE.png", description = "Picture file to write.")
    private Path out;

    @Option(
            names = "--latents-in",
            paramLabel = "FILE",
            description = "Safetensors file, key latents: unit Gaussian noise [N, C, h, w] to start from, instead of a"
                    + " seed.")
    private Path latentsIn;

    @Option(
            names = "--latents-out",
            paramLabel = "FILE",
            description = "Safetensors file, key latents: the final latents before the VAE.")
    private Path latentsOut;

    @Override
    public Integer call() {
        requirePositive("--steps", steps);
        requirePositive("--count", count);
        requireNotNegative("--guidance-scale", guidanceScale);
        throw new CommandFailedException("generation is not connected");
    }
}
