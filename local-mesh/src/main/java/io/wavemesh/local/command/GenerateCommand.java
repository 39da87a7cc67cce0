package io.wavemesh.local.command;

import io.wavemesh.generation.EngineOptions;
import io.wavemesh.generation.Generated;
import io.wavemesh.generation.GenerationDefaults;
import io.wavemesh.generation.GenerationEngine;
import io.wavemesh.generation.GenerationListener;
import io.wavemesh.generation.GenerationSpec;
import io.wavemesh.generation.Latents;
import io.wavemesh.generation.PictureSize;
import io.wavemesh.generation.Sampling;
import io.wavemesh.generation.WeightedAdapter;
import io.wavemesh.local.ProgressBar;
import io.wavemesh.pictures.AtomicFiles;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.scheduler.SchedulerKind;
import io.wavemesh.sdxl.scheduler.TimestepSpacing;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    @Mixin
    private DeviceOption device;

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
        if (latentsIn != null && seed != null) {
            throw refusal("--seed does not apply together with --latents-in");
        }
        OutputFiles.requireSuffix("--out", out, ".png");
        device.check(this);
        List<Adapter> read =
                adapters.stream().map(one -> AdapterFolder.read(one.folder())).toList();
        EngineOptions options = device.drawing(EngineOptions.forAdapters(read));
        try (ModelFolder base = model.open();
                GenerationEngine engine = GenerationEngine.open(base, options)) {
            GenerationSpec spec = spec(engine, read);
            OutputFiles.prepareFile("--out", out);
            if (latentsOut != null) {
                OutputFiles.prepareFile("--latents-out", latentsOut);
            }
            write(draw(engine, spec));
        }
        return 0;
    }

    private GenerationSpec spec(GenerationEngine engine, List<Adapter> read) {
        GenerationDefaults defaults = engine.defaults();
        Sampling own = defaults.sampling();
        Sampling sampling = new Sampling(
                scheduler == null ? own.scheduler() : SchedulerKind.parse(scheduler),
                timestepSpacing == null ? own.spacing() : Optional.of(TimestepSpacing.parse(timestepSpacing)),
                steps == null ? own.steps() : steps,
                guidanceScale == null ? own.guidanceScale() : guidanceScale);
        Optional<Latents> noise = latentsIn == null ? Optional.empty() : Optional.of(LatentsFile.read(latentsIn));
        return new GenerationSpec(
                prompt,
                Optional.ofNullable(negativePrompt),
                seed == null ? 0 : seed,
                count == null ? noise.map(Latents::images).orElse(1) : count,
                sampling,
                size == null ? defaults.size() : new PictureSize(size.widthPixels(), size.heightPixels()),
                weighted(engine, read),
                noise);
    }

    private List<WeightedAdapter> weighted(GenerationEngine engine, List<Adapter> read) {
        List<WeightedAdapter> weighted = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            weighted.add(new WeightedAdapter(
                    engine.prepare(read.get(i)), adapters.get(i).weight()));
        }
        return weighted;
    }

    private Generated draw(GenerationEngine engine, GenerationSpec spec) {
        ProgressBar bar = new ProgressBar(err(), ProgressBar.Style.detect(ProgressBar.Style.SILENT), "drawing");
        try {
            return engine.generate(spec, new GenerationListener() {
                @Override
                public void progress(int stepsDone, int stepsTotal) {
                    bar.show(stepsDone, stepsTotal, "", -1);
                }
            });
        } finally {
            bar.end();
        }
    }

    private void write(Generated generated) {
        int images = generated.pictures().size();
        for (int i = 0; i < images; i++) {
            AtomicFiles.write(images == 1 ? out : numbered(i + 1), generated.png(i));
        }
        if (latentsOut != null) {
            LatentsFile.write(latentsOut, generated.latents());
        }
    }

    private Path numbered(int number) {
        String name = out.getFileName().toString();
        int suffix = name.length() - ".png".length();
        return out.resolveSibling(name.substring(0, suffix) + "-" + number + name.substring(suffix));
    }
}
