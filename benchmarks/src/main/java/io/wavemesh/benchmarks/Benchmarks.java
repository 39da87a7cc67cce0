package io.wavemesh.benchmarks;

import io.wavemesh.benchmarks.adapters.AdapterCommand;
import io.wavemesh.benchmarks.exactness.ExactnessCommand;
import io.wavemesh.benchmarks.generation.InferCommand;
import io.wavemesh.benchmarks.generation.SteadyCommand;
import io.wavemesh.benchmarks.generation.SwitchCommand;
import io.wavemesh.benchmarks.job.EndToEndCommand;
import io.wavemesh.benchmarks.model.ModelCommand;
import io.wavemesh.benchmarks.report.ReportCommand;
import io.wavemesh.benchmarks.training.TrainCommand;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Programs that print and store figures. */
@Command(
        name = "benchmarks",
        mixinStandardHelpOptions = true,
        description = "Programs that print and store wavemesh's figures.",
        subcommands = {
            ModelCommand.class,
            AdapterCommand.class,
            TrainCommand.class,
            InferCommand.class,
            SwitchCommand.class,
            SteadyCommand.class,
            EndToEndCommand.class,
            ReportCommand.class,
            ExactnessCommand.class
        })
public final class Benchmarks {
    private Benchmarks() {}

    /** Runs a program; see {@code --help}. */
    public static void main(String[] arguments) {
        LogManager.getLogManager().reset(); // the libraries' chatter
        CommandLine commands = new CommandLine(new Benchmarks());
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof IllegalArgumentException) {
                command.getErr().println(failure.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            throw failure;
        });
        System.exit(commands.execute(arguments));
    }
}
