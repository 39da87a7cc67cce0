package io.wavemesh.local;

import io.wavemesh.local.command.AdapterCommand;
import io.wavemesh.local.command.DeadLettersCommand;
import io.wavemesh.local.command.DemoCommand;
import io.wavemesh.local.command.EncodePromptCommand;
import io.wavemesh.local.command.ExportCommand;
import io.wavemesh.local.command.GenerateCommand;
import io.wavemesh.local.command.KeyCommand;
import io.wavemesh.local.command.OneLineErrors;
import io.wavemesh.local.command.TrainCommand;
import io.wavemesh.local.command.UnetCommand;
import io.wavemesh.local.command.UpCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program behind {@code ./wavemesh}: parses the arguments and runs one command. */
@Command(
        name = "wavemesh",
        synopsisHeading = "Usage: ",
        customSynopsis = "./wavemesh COMMAND [OPTION]...",
        description = {
            "Personalizes Stable Diffusion XL from a few pictures with wavelet fine-tuning (WaveFT).",
            "Every command explains itself: ./wavemesh COMMAND --help"
        },
        footer = {
            "",
            "Try it:",
            "  ./wavemesh demo                      personalize the bundled model, about 4 minutes on two cores",
            "  ./wavemesh demo --pictures DIR --class-noun dog     the same with your own pictures",
            "  ./wavemesh up                        start the mesh (Kafka and three services) and keep it running",
            "  ./wavemesh train --base models/nano-sdxl --pictures examples/subjects/tulip --class-noun flower \\",
            "      --out target/tulip",
            "  ./wavemesh generate --base models/nano-sdxl --adapter target/tulip \\",
            "      --prompt \"a zjw flower on a yellow background\" --out target/tulip.png",
            "",
            "Exit status: 0 = done; 1 = it failed; 2 = an option, a file or an adapter cannot be used.",
            "An error is one line on stderr; --verbose adds the stack trace. Results go to stdout, progress to stderr."
        },
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DeadLettersCommand.class,
            KeyCommand.class,
            TrainCommand.class,
            GenerateCommand.class,
            AdapterCommand.class,
            ExportCommand.class,
            UnetCommand.class,
            EncodePromptCommand.class
        })
public final class Wavemesh implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help and end.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version and end.")
    private boolean version;

    /** Runs one command and ends the JVM with its exit status. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        AtomicBoolean ending = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ending.set(true), "ending"));
        int status = run(arguments, out, err, ending::get);
        out.flush();
        err.flush();
        System.exit(status);
    }

    /** Runs one command; never throws. */
    static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        return run(arguments, out, err, () -> false);
    }

    private static int run(String[] arguments, PrintWriter out, PrintWriter err, BooleanSupplier ending) {
        boolean verbose = Arrays.asList(arguments).contains("--verbose");
        configureLogging(verbose);
        OneLineErrors errors = new OneLineErrors(ending);
        CommandLine commandLine = commandLine(errors).setOut(out).setErr(err);
        try {
            return commandLine.execute(arguments);
        } catch (Throwable error) { // an Error (no memory, no native library) passes through picocli
            return errors.report(error, "wavemesh", verbose, err);
        }
    }

    /** The command line with its settings: no argument files, no interpolation, one-line errors. */
    static CommandLine commandLine(OneLineErrors errors) {
        String version = Wavemesh.class.getPackage().getImplementationVersion();
        CommandLine commandLine = new CommandLine(new Wavemesh())
                .setExpandAtFiles(false)
                .setInterpolateVariables(false)
                .setTrimQuotes(false)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(110)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
        commandLine.getCommandSpec().version("wavemesh " + (version == null ? "(not packaged)" : version));
        layOut(commandLine);
        return commandLine;
    }

    private static void layOut(CommandLine commandLine) {
        commandLine
                .getCommandSpec()
                .usageMessage()
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .sortOptions(false)
                .sortSynopsis(false);
        commandLine.getSubcommands().values().forEach(Wavemesh::layOut);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    private static void configureLogging(boolean verbose) {
        LogManager.getLogManager().reset();
        if (verbose) {
            Logger root = Logger.getLogger("");
            root.addHandler(new ConsoleHandler());
            root.setLevel(Level.INFO);
        }
    }
}
