package io.wavemesh.benchmarks;

import io.wavemesh.benchmarks.adapters.AdapterCommand;
import io.wavemesh.benchmarks.adapters.DeltaCommand;
import io.wavemesh.benchmarks.exactness.ExactnessCommand;
import io.wavemesh.benchmarks.generation.InferCommand;
import io.wavemesh.benchmarks.generation.SteadyCommand;
import io.wavemesh.benchmarks.generation.SwitchCommand;
import io.wavemesh.benchmarks.job.EndToEndCommand;
import io.wavemesh.benchmarks.model.ModelCommand;
import io.wavemesh.benchmarks.report.ReportCommand;
import io.wavemesh.benchmarks.scaling.ScalingCommand;
import io.wavemesh.benchmarks.scaling.SweepCommand;
import io.wavemesh.benchmarks.training.TrainCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Programs that print and store figures. */
@Command(
        name = "benchmarks",
        description = "Programs that print and store wavemesh's figures. Each explains itself: PROGRAM --help",
        footer = {
            "",
            "Exit status: 0 = done; 1 = it failed; 2 = an option or a file cannot be used. An error is one line on stderr.",
            "A combination that fails, such as one that does not fit the device, is a row with its reason, not an error."
        },
        subcommands = {
            ModelCommand.class,
            AdapterCommand.class,
            TrainCommand.class,
            InferCommand.class,
            SwitchCommand.class,
            SteadyCommand.class,
            EndToEndCommand.class,
            DeltaCommand.class,
            ReportCommand.class,
            ExactnessCommand.class,
            ScalingCommand.class,
            SweepCommand.class
        })
public final class Benchmarks implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help and end.")
    private boolean help;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean verbose;

    Benchmarks() {}

    /** Runs a program and ends the JVM with its exit status. */
    public static void main(String[] arguments) {
        LogManager.getLogManager().reset(); // the libraries' chatter
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /** Runs a program; its exit status. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        Benchmarks root = new Benchmarks();
        CommandLine commands = new CommandLine(root).setOut(out).setErr(err).setUsageHelpWidth(110);
        commands.setExecutionExceptionHandler((failure, command, parsed) -> root.report(failure, command));
        commands.setParameterExceptionHandler((failure, given) -> root.report(failure, failure.getCommandLine()));
        return commands.execute(arguments);
    }

    private int report(Exception failure, CommandLine command) {
        Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
        if (verbose) {
            failure.printStackTrace(command.getErr());
        }
        String message = cause instanceof NoSuchFileException ? "no such file: " + cause.getMessage() : text(cause);
        command.getErr().println(command.getCommandSpec().qualifiedName(" ") + ": " + message);
        boolean badInput = cause instanceof IllegalArgumentException
                || cause instanceof IOException
                || cause instanceof ParameterException;
        return badInput ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    private static String text(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return cause.getClass().getName().startsWith("io.wavemesh")
                        || cause instanceof IllegalArgumentException
                        || cause instanceof ParameterException
                ? message
                : cause.getClass().getSimpleName() + ": " + message;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a program is missing (see --help)");
    }
}
