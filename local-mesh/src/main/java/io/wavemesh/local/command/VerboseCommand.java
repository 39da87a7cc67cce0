package io.wavemesh.local.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command has: help, a switch for stack traces, and its two streams. */
abstract class VerboseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help and end.")
    private boolean help;

    @Option(names = "--verbose", description = "Show the libraries' logs, and the stack trace of an error.")
    private boolean verbose;

    boolean isVerbose() {
        return verbose;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Refuses the options as given: {@code throw refusal("...")}. */
    ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Refuses a number that is not greater than zero; null (not given) passes. */
    void requirePositive(String option, Number value) {
        if (value != null && !(value.doubleValue() > 0 && Double.isFinite(value.doubleValue()))) {
            throw refusal(option + " must be greater than 0, was " + value);
        }
    }

    /** Refuses a negative number; null (not given) passes. */
    void requireNotNegative(String option, Number value) {
        if (value != null && !(value.doubleValue() >= 0 && Double.isFinite(value.doubleValue()))) {
            throw refusal(option + " must be 0 or greater, was " + value);
        }
    }
}
